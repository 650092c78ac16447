// A process of its own: makes many calls, streams and calls that are refused at first, with a bare and with a tracked client,
// and prints how many bytes stay in use per call once everything was flushed: the least of several rounds, since what V8
// compiles in a round is not the calls'.
import type OpenAI from 'openai';
import { chatEvent, createClient, doneEvent, startTracker, streamOf, usageEvent } from './measured-client.ts';
import { usedBytes } from './used-bytes.ts';

const callCount = 1800;
const rounds = 3;

const whole =
  '{"id":"chatcmpl-1","object":"chat.completion","created":1764000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"word"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}';
const json = { headers: { 'content-type': 'application/json' } };
const refusal = '{"error":{"message":"The server is busy.","type":"server_error","code":null}}';
const refused = { status: 500, headers: { ...json.headers, 'retry-after-ms': '1' } };
const tracker = await startTracker();
let refusals = 0;
const answer = (body: string): Response => {
  if (body.includes('"stream":true'))
    return streamOf([chatEvent('one'), chatEvent('two'), usageEvent(10, 2), doneEvent]);
  if (!body.includes('"user":"refused"')) return new Response(whole, json);
  refusals += 1;
  return refusals % 2 === 1 ? new Response(refusal, refused) : new Response(whole, json);
};

async function makeCalls(client: OpenAI): Promise<number> {
  const body = { model: 'gpt-4o', messages: [] };
  for (let call = 0; call < callCount; call += 6) {
    await client.chat.completions.create({ ...body, user: 'refused' });
    for (let plain = 0; plain < 3; plain += 1) await client.chat.completions.create(body);
    for (let stream = 0; stream < 2; stream += 1) {
      for await (const _ of await client.chat.completions.create({ ...body, stream: true }));
    }
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
