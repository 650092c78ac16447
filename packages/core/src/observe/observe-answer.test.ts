import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { observeAnswer } from './observe-answer.ts';
import { createRecordingSink, type RecordingSink } from './recording-sink.test-support.ts';

const body = '{"id":"a","usage":{"total":3}}';
const parsed = JSON.parse(body);
const events = 'data: {"id":"a"}\n\ndata: {"usage":{"total":3}}\n\ndata: [DONE]\n\n';
const hideUsage = (data: string): string | null => (data.includes('usage') ? null : data);

/** A response whose source tells how often it was asked for bytes and why it was cancelled. */
function respond(
  pieces: readonly string[],
  type: string,
): { response: Response; source: { pulls: number; cancelled: unknown } } {
  const source: { pulls: number; cancelled: unknown } = { pulls: 0, cancelled: undefined };
  const stream = new ReadableStream(
    {
      type: 'bytes',
      pull(controller) {
        const piece = pieces[source.pulls];
        source.pulls += 1;
        if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece));
        else {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
      cancel(reason) {
        source.cancelled = reason ?? 'cancelled';
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(stream, { headers: { 'content-type': type } }), source };
}

function observeJson(): { response: Response; sink: RecordingSink; source: { pulls: number; cancelled: unknown } } {
  const { response, source } = respond([body.slice(0, 9), body.slice(9)], 'application/json; charset=utf-8');
  const sink = createRecordingSink();
  observeAnswer(response, sink, {}, (error) => expect.unreachable(String(error)));
  return { response, sink, source };
}

function observeEvents(rewriteEvent?: (data: string) => string | null): {
  response: Response;
  sink: RecordingSink;
  source: { pulls: number; cancelled: unknown };
} {
  const { response, source } = respond(events.match(/[^\n]+\n\n/g) ?? [], 'text/event-stream');
  const sink = createRecordingSink();
  observeAnswer(response, sink, { rewriteEvent }, (error) => expect.unreachable(String(error)));
  return { response, sink, source };
}

async function readAll(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  const reader = stream?.getReader();
  for (let result = await reader?.read(); result?.done === false; result = await reader?.read()) {
    text += decoder.decode(result.value, { stream: true });
  }
  return text;
}

async function readView(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  let text = '';
  const reader = stream?.getReader({ mode: 'byob' });
  for (;;) {
    const result = await reader?.read(new Uint8Array(7));
    if (result === undefined || result.done) return text;
    text += new TextDecoder().decode(result.value);
  }
}

async function readIterator(stream: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const waysToRead: [string, (response: Response) => Promise<string>][] = [
  ['text()', (response) => response.text()],
  ['arrayBuffer()', async (response) => Buffer.from(await response.arrayBuffer()).toString()],
  ['bytes()', async (response) => Buffer.from(await response.bytes()).toString()],
  ['blob()', async (response) => (await response.blob()).text()],
  ['a reader', (response) => readAll(response.body)],
  ['a BYOB reader', (response) => readView(response.body)],
  ['for await', (response) => readIterator(response.body)],
  ['pipeThrough', (response) => readAll(response.body?.pipeThrough(new TransformStream()) ?? null)],
  [
    'pipeTo',
    async (response) => {
      const chunks: Uint8Array[] = [];
      await response.body?.pipeTo(new WritableStream({ write: (chunk) => void chunks.push(chunk) }));
      return Buffer.concat(chunks).toString();
    },
  ],
  [
    'tee',
    async (response) => {
      const [left, right] = response.body?.tee() ?? [null, null];
      const [first, second] = await Promise.all([readAll(left), readAll(right)]);
      expect(second).toBe(first);
      return first;
    },
  ],
  [
    'clone',
    async (response) => {
      const copy = response.clone();
      const [first, second] = await Promise.all([response.text(), copy.text()]);
      expect(second).toBe(first);
      return first;
    },
  ],
  ['a clone alone', (response) => response.clone().text()],
  ['Readable.fromWeb', (response) => readIterator(response.body === null ? null : Readable.fromWeb(response.body))],
];

describe('an observed response', () => {
  it.each(waysToRead)('gives its JSON whole by %s and is read once', async (_name, read) => {
    const { response, sink } = observeJson();
    expect(await read(response)).toBe(body);
    expect(sink.parts).toEqual([parsed]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it.each(waysToRead)('gives its events by %s and is read once', async (_name, read) => {
    const { response, sink } = observeEvents();
    expect(await read(response)).toBe(events);
    expect(sink.parts).toEqual([{ id: 'a' }, { usage: { total: 3 } }]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it.each(waysToRead)('hides an event from %s and still reads it', async (_name, read) => {
    const { response, sink } = observeEvents(hideUsage);
    expect(await read(response)).toBe(events.replace(/data: \{"usage.*\n\n/, ''));
    expect(sink.parts).toEqual([{ id: 'a' }, { usage: { total: 3 } }]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it.each(waysToRead)('changes an event for %s', async (_name, read) => {
    const { response } = observeEvents((data) => data.replace('"id":"a"', '"id":"Grüße"'));
    expect(await read(response)).toBe(events.replace('"id":"a"', '"id":"Grüße"'));
  });

  it('gives the value of json() and looks at it without parsing twice', async () => {
    const { response, sink } = observeJson();
    const value = await response.json();
    expect(value).toEqual(parsed);
    expect(sink.parts[0]).toBe(value);
  });

  it('reads its whole body at once also when its stream was looked at, which is then locked', async () => {
    const { response, sink } = observeJson();
    const stream = response.body;
    expect(stream?.locked).toBe(false);
    const value = await response.json();
    expect(sink.parts[0]).toBe(value);
    expect(response.body).toBe(stream);
    expect(stream?.locked).toBe(true);
    expect(inspect(stream)).toContain("state: 'closed'");
    expect(() => stream?.getReader()).toThrow(TypeError);
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('is the same kind of object, with nothing to see', () => {
    const { response } = observeJson();
    expect(response).toBeInstanceOf(Response);
    expect(Object.keys(response)).toEqual([]);
    expect(response.text.name).toBe('text');
    expect(response.body).toBe(response.body);
  });

  it('asks its source for nothing before the app reads, and for no more than the app reads', async () => {
    const { response, source } = observeEvents();
    const reader = response.body?.getReader();
    expect(source.pulls).toBe(0);
    await reader?.read();
    expect(source.pulls).toBe(1);
  });

  it('cancels its source when a for await loop breaks', async () => {
    const { response, sink, source } = observeEvents();
    for await (const _chunk of response.body ?? []) break;
    expect(source.cancelled).toBe('cancelled');
    expect(sink.heard).toEqual(['begin', 'abort']);
  });

  it.each([
    ['the body', (response: Response) => response.body?.cancel('enough')],
    ['a reader', (response: Response) => response.body?.getReader().cancel('enough')],
  ])('cancels its source with the reason given to %s', async (_name, cancel) => {
    const { response, sink, source } = observeEvents();
    await cancel(response);
    expect(source.cancelled).toBe('enough');
    expect(sink.heard).toEqual(['abort']);
  });

  it('is locked and used like any other', async () => {
    const { response } = observeJson();
    const reader = response.body?.getReader();
    expect(response.body?.locked).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    reader?.releaseLock();
    expect(response.body?.locked).toBe(false);
    expect(await response.text()).toBe(body);
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('passes on the error of its source', async () => {
    const error = new Error('terminated');
    const stream = new ReadableStream({
      pull(controller) {
        controller.error(error);
      },
    });
    const response = new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
    const sink = createRecordingSink();
    observeAnswer(response, sink, {}, () => expect.unreachable());
    await expect(readAll(response.body)).rejects.toBe(error);
    expect(sink.heard).toEqual(['fail: terminated']);
  });

  it('ends with its headers when it says that its body is empty', () => {
    const response = new Response('', { headers: { 'content-type': 'application/json', 'content-length': '0' } });
    const sink = createRecordingSink();
    observeAnswer(response, sink, {}, () => expect.unreachable());
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('ends with its headers when its body can hold no usage', () => {
    const { response } = respond(['sound'], 'audio/mpeg');
    const sink = createRecordingSink();
    observeAnswer(response, sink, {}, () => expect.unreachable());
    expect(sink.heard).toEqual(['begin', 'end']);
    expect(Object.getOwnPropertyNames(response)).toEqual([]);
  });

  it('comes through unchanged when a rewriter of ours fails, and is observed all the same', async () => {
    const { response } = respond([events.slice(0, 5), events.slice(5, 20), events.slice(20)], 'text/event-stream');
    const failures: unknown[] = [];
    const sink = createRecordingSink();
    observeAnswer(
      response,
      sink,
      {
        rewriteEvent: () => {
          throw new Error('ours');
        },
      },
      (error) => failures.push(error),
    );
    expect(await response.text()).toBe(events);
    expect(failures).toEqual([new Error('ours')]);
    expect(sink.parts).toEqual([{ id: 'a' }, { usage: { total: 3 } }]);
    expect(sink.heard.at(-1)).toBe('end');
  });
});
