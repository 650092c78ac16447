import type { PartSink } from './part-sink.ts';

/** A sink that writes down what it hears. */
export interface RecordingSink extends PartSink {
  readonly parts: unknown[];
  /** `begin`, `end`, `fail: <message>`, `abort`, in order; an ending counts once. */
  readonly heard: string[];
}

/** Makes a sink; `isLast` tells the part after which nothing matters. */
export function createRecordingSink(
  hints: { needles?: readonly string[]; fields?: readonly string[]; lastOnly?: boolean } = {},
  isLast: (part: unknown) => boolean = () => false,
): RecordingSink {
  const parts: unknown[] = [];
  const heard: string[] = [];
  let ended = false;
  const end = (how: string): void => {
    if (ended) return;
    ended = true;
    heard.push(how);
  };
  return {
    parts,
    heard,
    needles: hints.needles,
    fields: hints.fields,
    lastOnly: hints.lastOnly === true,
    isIdentified: () => parts.length > 0,
    push(part) {
      parts.push(part);
      if (!isLast(part)) return false;
      end('end');
      return true;
    },
    begin: () => {
      heard.push('begin');
    },
    end: () => end('end'),
    fail: (error) => end(`fail: ${error instanceof Error ? error.message : JSON.stringify(error)}`),
    abort: () => end('abort'),
  };
}
