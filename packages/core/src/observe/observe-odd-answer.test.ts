import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { observeAnswer } from './observe-answer.ts';
import { createRecordingSink } from './recording-sink.test-support.ts';

const body = '{"id":"a","usage":{"total":3}}';
const events = 'data: {"id":"a"}\n\ndata: {"usage":{"total":3}}\n\ndata: [DONE]\n\n';
const hideUsage = (data: string): string | null => (data.includes('usage') ? null : data);
const respond = (text: string, type: string): Response => new Response(text, { headers: { 'content-type': type } });
const unexpected = (error: unknown): void => expect.unreachable(String(error));

describe('an answer to a request for events', () => {
  it('is read as events, whatever it calls itself', async () => {
    const response = respond(events, 'text/plain');
    const sink = createRecordingSink();
    observeAnswer(response, sink, { events: true, rewriteEvent: hideUsage }, unexpected);
    expect(await response.text()).toBe(events.replace(/data: \{"usage.*\n\n/, ''));
    expect(sink.parts).toEqual([{ id: 'a' }, { usage: { total: 3 } }]);
  });

  it.each([undefined, hideUsage])('is read as JSON when it holds no events', async (rewriteEvent) => {
    const response = respond(body, 'application/json');
    const sink = createRecordingSink();
    observeAnswer(response, sink, { events: true, rewriteEvent }, unexpected);
    expect(await response.text()).toBe(body);
    expect(sink.parts).toEqual([JSON.parse(body)]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });
});

it('lets go of an answer that was read, although who hears of it holds it', async () => {
  const observeAndRead = async (): Promise<WeakRef<Response>> => {
    const response = respond(body, 'application/json');
    const sink = createRecordingSink({}, () => response.ok);
    observeAnswer(response, sink, {}, unexpected);
    await response.text();
    expect(sink.heard).toEqual(['begin', 'end']);
    return new WeakRef(response);
  };
  const response = await observeAndRead();
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let collection = 0; collection < 10 && response.deref() !== undefined; collection += 1) {
    await nextTurn();
    collect();
  }
  expect(response.deref()).toBeUndefined();
});
