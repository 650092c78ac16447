import { describe, expect, it } from 'vitest';
import { EventRewriter } from './event-rewriter.ts';
import { EventScanner } from './event-scanner.ts';
import { createRecordingSink } from './recording-sink.test-support.ts';

const chunks = [
  'data: {"id":"a","choices":[{"delta":{"content":"Grüße 🌊"}}]}\n\n',
  ': a comment\n\n',
  'data: {"id":"a","choices":[{"delta":{"content":"\\"usage\\":{ in a text"}}]}\n\n',
  'event: message\nid: 7\ndata: {"id":"a","usage":{"total":3}}\n\n',
  'data: [DONE]\n\n',
];
const needles = ['"usage":{'];

/** Splits at every border that `next` asks for, inside characters and line ends too. */
function* split(bytes: Uint8Array, next: () => number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + next());
    yield bytes.subarray(start, end);
    start = end;
  }
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return 1 + ((state >> 8) % 9);
  };
}

describe.each(['\n', '\r\n', '\r'])('events whose lines end in %j', (lineEnd) => {
  const text = chunks.join('').replaceAll('\n', lineEnd);

  it('are found whatever the borders of the chunks are', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const sink = createRecordingSink({ needles });
      const scanner = new EventScanner(sink, 'events');
      for (const chunk of split(Buffer.from(text), seeded(seed))) scanner.add(chunk);
      expect(sink.parts).toEqual([
        { id: 'a', choices: [{ delta: { content: 'Grüße 🌊' } }] },
        { id: 'a', usage: { total: 3 } },
      ]);
      expect(sink.heard).toEqual(['begin', 'end']);
    }
  });

  it('pass unchanged when nothing is rewritten, whatever the borders are', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const rewriter = new EventRewriter(createRecordingSink({ needles }), (data) => data);
      const passed = [...split(Buffer.from(text), seeded(seed))].map((chunk) => Buffer.from(rewriter.add(chunk)));
      expect(Buffer.concat([...passed, rewriter.end()]).toString()).toBe(text);
    }
  });

  it('lose exactly the event that is hidden, whatever the borders are', () => {
    const without = [...chunks.slice(0, 3), ...chunks.slice(4)].join('').replaceAll('\n', lineEnd);
    for (let seed = 1; seed <= 200; seed += 1) {
      const sink = createRecordingSink({ needles });
      const rewriter = new EventRewriter(sink, (data) => (data.includes('"usage":{"total"') ? null : data));
      const passed = [...split(Buffer.from(text), seeded(seed))].map((chunk) => Buffer.from(rewriter.add(chunk)));
      expect(Buffer.concat([...passed, rewriter.end()]).toString()).toBe(without);
      expect(sink.parts.at(-1)).toEqual({ id: 'a', usage: { total: 3 } });
      expect(sink.heard).toEqual(['begin', 'end']);
    }
  });
});

describe('a scanner', () => {
  it('does not take escaped text for a needle', () => {
    const sink = createRecordingSink({ needles });
    const scanner = new EventScanner(sink, 'events');
    scanner.add(Buffer.from('data: {"first":1}\n\ndata: {"text":"\\"usage\\":{"}\n\n'));
    expect(sink.parts).toEqual([{ first: 1 }]);
  });

  it('joins data lines with line feeds, as the event stream standard says', () => {
    const sink = createRecordingSink();
    new EventScanner(sink, 'events').add(Buffer.from('data: {"a":\ndata:1}\n\n'));
    expect(sink.parts).toEqual([{ a: 1 }]);
  });

  it('reads an event that the end of the stream left unfinished', () => {
    const sink = createRecordingSink({ needles });
    const scanner = new EventScanner(sink, 'events');
    scanner.add(Buffer.from('data: {"first":1}\n\ndata: {"usage":{"total":3}}'));
    scanner.end();
    expect(sink.parts).toEqual([{ first: 1 }, { usage: { total: 3 } }]);
  });

  it.each([
    ['data: {"error":{"message":"overloaded","code":"busy"}}\n\n', '{"message":"overloaded","code":"busy"}'],
    ['event: error\ndata: {"type":"error","message":"overloaded"}\n\n', '{"type":"error","message":"overloaded"}'],
    ['data: {"error": "overloaded"}\n\n', '{"message":"overloaded"}'],
  ])('hears of an error in mid-stream: %j', (event, error) => {
    const sink = createRecordingSink({ needles });
    new EventScanner(sink, 'events').add(Buffer.from(`data: {"first":1}\n\n${event}`));
    expect(sink.heard).toEqual(['begin', `fail: ${error}`]);
  });

  it('takes no "error":null for an error', () => {
    const sink = createRecordingSink();
    new EventScanner(sink, 'events').add(Buffer.from('data: {"error":null}\n\n'));
    expect(sink.heard).toEqual(['begin']);
  });

  it('keeps only the last matching event when only that one counts', () => {
    const sink = createRecordingSink({ needles, lastOnly: true });
    const scanner = new EventScanner(sink, 'events');
    for (const total of [1, 2, 3]) scanner.add(Buffer.from(`data: {"usage":{"total":${total}}}\n\n`));
    scanner.end();
    expect(sink.parts).toEqual([{ usage: { total: 1 } }, { usage: { total: 3 } }]);
  });

  it('reads one JSON value per line', () => {
    const sink = createRecordingSink();
    const scanner = new EventScanner(sink, 'lines');
    for (const chunk of split(Buffer.from('{"a":1}\n\n{"b":2}\r\n{"c":3}'), seeded(3))) scanner.add(chunk);
    scanner.end();
    expect(sink.parts).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  it('passes over what is no JSON', () => {
    const sink = createRecordingSink();
    new EventScanner(sink, 'events').add(Buffer.from('data: {"a":\n\ndata: nonsense\n\ndata: {"b":2}\n\n'));
    expect(sink.parts).toEqual([{ b: 2 }]);
  });
});
