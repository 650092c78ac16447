import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { observeAnswer } from './observe-answer.ts';
import { createRecordingSink } from './recording-sink.test-support.ts';

const body = '{"id":"a","usage":{"total":3}}';
const events = 'data: {"id":"a"}\n\ndata: {"usage":{"total":3}}\n\ndata: [DONE]\n\n';
const hideUsage = (data: string): string | null => (data.includes('usage') ? null : data);

async function readIterator(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('an observed Node body', () => {
  const nodeResponse = (stream: Readable, type: string): { headers: Headers; status: number; body: Readable } => ({
    headers: new Headers({ 'content-type': type }),
    status: 200,
    body: stream,
  });
  const piecesOf = (text: string): Buffer[] => (text.match(/[^\n]+\n\n/g) ?? [text]).map((piece) => Buffer.from(piece));

  it('is read as its bytes enter it', async () => {
    const sink = createRecordingSink();
    const answer = nodeResponse(Readable.from(piecesOf(events), { objectMode: false }), 'text/event-stream');
    observeAnswer(answer, sink, {}, () => expect.unreachable());
    expect(await readIterator(answer.body)).toBe(events);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('hides an event', async () => {
    const sink = createRecordingSink();
    const answer = nodeResponse(Readable.from(piecesOf(events), { objectMode: false }), 'text/event-stream');
    observeAnswer(answer, sink, { rewriteEvent: hideUsage }, () => expect.unreachable());
    expect(await readIterator(answer.body)).toBe(events.replace(/data: \{"usage.*\n\n/, ''));
    expect(sink.parts).toEqual([{ id: 'a' }, { usage: { total: 3 } }]);
  });

  it('is read whole when all of it was buffered before', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push(body);
    stream.push(null);
    const sink = createRecordingSink();
    observeAnswer(nodeResponse(stream, 'application/json'), sink, {}, () => expect.unreachable());
    expect(await readIterator(stream)).toBe(body);
    expect(sink.parts).toEqual([JSON.parse(body)]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('is read whole when its last bytes waited for somebody to read the first', async () => {
    const stream = new PassThrough({ highWaterMark: 4 });
    stream.write(body.slice(0, 10));
    stream.end(body.slice(10));
    await nextTurn();
    const sink = createRecordingSink();
    observeAnswer(nodeResponse(stream, 'application/json'), sink, {}, () => expect.unreachable());
    expect(await readIterator(stream)).toBe(body);
    expect(sink.parts).toEqual([JSON.parse(body)]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('is aborted when the app destroys it, and failed when it breaks', async () => {
    for (const [error, heard] of [
      [undefined, 'abort'],
      [new Error('Premature close'), 'fail: Premature close'],
    ] as const) {
      const stream = new Readable({ read: () => undefined });
      const sink = createRecordingSink();
      observeAnswer(nodeResponse(stream, 'application/json'), sink, {}, () => expect.unreachable());
      stream.on('error', () => undefined);
      stream.destroy(error);
      expect(sink.heard).toEqual([heard]);
    }
  });
});
