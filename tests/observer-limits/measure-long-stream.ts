// A process of its own: reads a stream of 20,000 chunks with a bare and with a tracked client, and prints by how many bytes
// memory grew from chunk 2,000 to chunk 20,000.
import type OpenAI from 'openai';
import { chatEvent, createClient, doneEvent, startTracker, streamOf, usageEvent } from './measured-client.ts';
import { usedBytes } from './used-bytes.ts';

const chunkCount = 20_000;

function* parts(body: string): Generator<string> {
  const asks = body.includes('"include_usage":true');
  const text = 'word '.repeat(20);
  for (let index = 0; index < chunkCount + 10; index += 1) yield chatEvent(text, asks ? ',"usage":null' : '');
  if (asks) yield usageEvent(100, chunkCount);
  yield doneEvent;
}

async function measureGrowth(client: OpenAI, includeUsage: boolean): Promise<number> {
  const stream = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [],
    stream: true,
    ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
  });
  let count = 0;
  let early = 0;
  let late = 0;
  for await (const _ of stream) {
    count += 1;
    if (count === 2000) early = await usedBytes();
    if (count === chunkCount) late = await usedBytes();
  }
  return late - early;
}

const answer = (body: string): Response => streamOf(parts(body));
const tracker = await startTracker();
const bare = createClient(null, answer);
const tracked = createClient(tracker, answer);
const growth: Record<string, number> = {};
for (const includeUsage of [false, true]) {
  // The first time only warms up.
  for (let round = 0; round < 2; round += 1) {
    growth[includeUsage ? 'bare, asking' : 'bare'] = await measureGrowth(bare, includeUsage);
    growth[includeUsage ? 'tracked, asking' : 'tracked'] = await measureGrowth(tracked, includeUsage);
  }
}
await tracker.disconnect();
process.stdout.write(JSON.stringify(growth));
