import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { WireServer } from '../wire-server/start-wire-server.ts';
import { eventually, loopTurns } from './loop-turns.ts';

/** Makes calls whose answers nobody keeps, and collects the garbage twenty times. */
export async function dropAnswers(server: WireServer, count: number, call: () => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index += 1) await call();
  const collect = garbageCollector();
  for (let collection = 0; collection < 20; collection += 1) {
    collect();
    await loopTurns(5);
  }
  await eventually(() => server.requests.every((entry) => entry.end !== null));
}

/** V8's own, also in a process that was started without `--expose-gc`. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
