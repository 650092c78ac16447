import { setImmediate as nextTurn } from 'node:timers/promises';

/** Bytes in use after everything that can be collected was. The process must have been started with `--expose-gc`. */
export async function usedBytes(collections = 6): Promise<number> {
  // V8 keeps the last text that any regular expression matched.
  /x/.test('x');
  for (let collection = 0; collection < collections; collection += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
