// A process of its own: makes many calls and streams with a bare and with a tracked client, and prints how many bytes stay
// in use per call once everything was flushed: the least of several rounds, since what V8 compiles in a round is not the calls'.
import type OpenAI from 'openai';
import { chatEvent, createClient, doneEvent, startTracker, streamOf, usageEvent } from './measured-client.ts';
import { usedBytes } from './used-bytes.ts';

const callCount = 2000;
const rounds = 3;

const whole =
  '{"id":"chatcmpl-1","object":"chat.completion","created":1764000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"word"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}';
const json = { headers: { 'content-type': 'application/json' } };
const tracker = await startTracker();
const answer = (body: string): Response =>
  body.includes('"stream":true')
    ? streamOf([chatEvent('one'), chatEvent('two'), usageEvent(10, 2), doneEvent])
    : new Response(whole, json);

async function makeCalls(client: OpenAI): Promise<number> {
  for (let call = 0; call < callCount; call += 2) {
    await client.chat.completions.create({ model: 'gpt-4o', messages: [] });
    for await (const _ of await client.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true }));
  }
  await tracker.flush();
  return usedBytes();
}

async function measureRetained(client: OpenAI): Promise<number> {
  let before = await makeCalls(client);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const after = await makeCalls(client);
    least = Math.min(least, (after - before) / callCount);
    before = after;
  }
  return least;
}

const bare = await measureRetained(createClient(null, answer));
const tracked = await measureRetained(createClient(tracker, answer));
const { stored, pending } = await tracker.disconnect();
process.stdout.write(JSON.stringify({ bare, tracked, stored, pending }));
