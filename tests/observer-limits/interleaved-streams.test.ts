import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { expect, it } from 'vitest';
import { chatEvent, createClient, doneEvent, streamOf, usageEvent } from './measured-client.ts';

const streamCount = 1000;
const textEvents = 6;

/** The stream of a request names its number in every event, and in its tokens. */
function* partsOf(body: string): Generator<string> {
  const { seed, stream_options: options } = JSON.parse(body) as { seed: number; stream_options?: object };
  for (let event = 0; event < textEvents; event += 1) {
    // Every event comes in two chunks.
    const text = chatEvent(`${seed}`, options === undefined ? '' : ',"usage":null');
    yield text.slice(0, 40 + (seed % 30));
    yield text.slice(40 + (seed % 30));
  }
  if (options !== undefined) yield usageEvent(seed, textEvents);
  yield doneEvent;
}

it('keeps attribution and tokens of 1,000 interleaved streams apart', async () => {
  await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
  await tracker.connect();
  const client = createClient(tracker, (body) => streamOf(partsOf(body)));
  const open = async (seed: number) => {
    const stream = await tracker.run({ teamName: `team-${seed}`, tags: { seed: String(seed) } }, () =>
      client.chat.completions.create({
        model: 'gpt-4o',
        messages: [],
        stream: true,
        seed,
        // Every other app asks for usage itself.
        ...(seed % 2 === 0 ? { stream_options: { include_usage: true } } : {}),
      }),
    );
    return { seed, iterator: stream[Symbol.asyncIterator]() };
  };
  let running = await Promise.all(Array.from({ length: streamCount }, (_, index) => open(index + 1)));
  const texts = new Map<number, string>();
  // One chunk of each in turn, the order reversed every time.
  while (running.length > 0) {
    const steps = running.reverse().map(async (stream) => {
      const { done, value } = await stream.iterator.next();
      const text = value?.choices[0]?.delta.content ?? '';
      texts.set(stream.seed, (texts.get(stream.seed) ?? '') + text);
      return done === true ? [] : [stream];
    });
    running = (await Promise.all(steps)).flat();
  }
  await tracker.flush();
  const calls = await tracker.listCalls({ limit: streamCount + 1 });
  expect(calls).toHaveLength(streamCount);
  const wrong = calls.filter(({ teamName, tags, promptTokens, completionTokens, usageSource }) => {
    const isOwn = teamName === `team-${promptTokens}` && tags['seed'] === String(promptTokens);
    return !isOwn || completionTokens !== textEvents || usageSource !== 'reported';
  });
  expect(wrong).toEqual([]);
  expect(new Set(calls.map((call) => call.promptTokens)).size).toBe(streamCount);
  for (const [seed, text] of texts) expect(text).toBe(`${seed}`.repeat(textEvents));
});
