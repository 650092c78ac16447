// A process of its own: reads a stream of large events, each in four chunks, and prints the most bytes that were in use
// between two chunks, beside a bare client's: what the observer carries is at most one event.
import { createClient, doneEvent, startTracker, streamOf, usageEvent } from './measured-client.ts';
import { usedBytes } from './used-bytes.ts';

const eventBytes = 1024 * 1024;
const eventCount = 4;

function* parts(asks: boolean): Generator<string> {
  const text = 'x'.repeat(eventBytes / 4);
  for (let index = 0; index < eventCount; index += 1) {
    yield `data: {"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"${text}`;
    yield text;
    yield text;
    yield `${text}"}}]}\n\n`;
  }
  if (asks) yield usageEvent(100, eventCount);
  yield doneEvent;
}

/** Reads the bytes themselves, so that nothing else keeps them. */
async function measureMost(isTracked: boolean, includeUsage: boolean): Promise<number> {
  const tracker = isTracked ? await startTracker() : null;
  const client = createClient(tracker, (body) => streamOf(parts(body.includes('"include_usage":true'))));
  const response = await client.chat.completions
    .create({
      model: 'gpt-4o',
      messages: [],
      stream: true,
      ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
    })
    .asResponse();
  const reader = response.body?.getReader();
  const before = await usedBytes();
  let most = 0;
  while ((await reader?.read())?.done === false) most = Math.max(most, (await usedBytes(2)) - before);
  await tracker?.disconnect();
  return most;
}

const most: Record<string, number> = {};
for (const includeUsage of [false, true]) {
  most[includeUsage ? 'bare, asking' : 'bare'] = await measureMost(false, includeUsage);
  most[includeUsage ? 'tracked, asking' : 'tracked'] = await measureMost(true, includeUsage);
}
process.stdout.write(JSON.stringify({ eventBytes, most }));
