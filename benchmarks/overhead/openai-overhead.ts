// What tracking adds to a call and to a streamed chunk of the openai client, in CPU time: `node benchmarks/overhead/openai-overhead.ts`.
// The provider answers inside this process, so the client's own work is all there is beside ours. Bare and tracked clients
// take turns, A B then B A, and a second bare client shows the noise: a run counts only if its difference is near nothing.
import { createTracker, type DatabaseAdapter } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import OpenAI from 'openai';

const rounds = 21;
const callsPerRound = 2000;
const streamsPerRound = 40;
const chunksPerStream = 500;

const messages = [{ role: 'user' as const, content: 'word '.repeat(200) }];
const usage =
  '{"prompt_tokens":210,"completion_tokens":500,"total_tokens":710,"prompt_tokens_details":{"cached_tokens":128,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":64,"audio_tokens":0}}';
const head = '"created":1764000000,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_1"';
const answer = `{"id":"chatcmpl-1","object":"chat.completion",${head},"choices":[{"index":0,"message":{"role":"assistant","content":"${'word '.repeat(300)}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":${usage}}`;
const encoder = new TextEncoder();
const chunk = (usageText: string): Uint8Array =>
  encoder.encode(
    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk",${head},"choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}]${usageText}}\n\n`,
  );
const last = encoder.encode(
  `data: {"id":"chatcmpl-1","object":"chat.completion.chunk",${head},"choices":[],"usage":${usage}}\n\n`,
);
const done = encoder.encode('data: [DONE]\n\n');

/** Answers as OpenAI does, one network chunk per event. */
async function answerInProcess(_url: unknown, init?: { body?: unknown }): Promise<Response> {
  const body = typeof init?.body === 'string' ? init.body : '';
  if (!body.includes('"stream":true')) {
    return new Response(answer, { headers: { 'content-type': 'application/json', 'x-request-id': 'req_1' } });
  }
  const asks = body.includes('"include_usage":true');
  const event = chunk(asks ? ',"usage":null' : '');
  let sent = 0;
  const stream = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      sent += 1;
      if (sent <= chunksPerStream) controller.enqueue(event.slice());
      else if (sent === chunksPerStream + 1 && asks) controller.enqueue(last.slice());
      else {
        controller.enqueue(done.slice());
        controller.close();
      }
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' } });
}

class NullAdapter implements DatabaseAdapter {
  stored = 0;
  async connect(): Promise<void> {}
  async disconnect(): Promise<void> {}
  async save(): Promise<void> {
    this.stored += 1;
  }
  async saveBatch(records: readonly unknown[]): Promise<void> {
    this.stored += records.length;
  }
}

const createClient = (): OpenAI => new OpenAI({ apiKey: 'sk-bench', fetch: answerInProcess });
const database = new NullAdapter();
const tracker = createTracker({ projectName: 'bench', database, pricing: { refreshIntervalMs: 0 } });
await tracker.connect();
const clients = { bare: createClient(), bare2: createClient(), tracked: tracker.use(openaiProvider(createClient())) };
type Variant = keyof typeof clients;

async function call(client: OpenAI): Promise<void> {
  await client.chat.completions.create({ model: 'gpt-4o', messages });
}

function streamWith(includeUsage: boolean): (client: OpenAI) => Promise<void> {
  return async (client) => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
    });
    for await (const _chunk of stream);
  };
}

async function cpuMicroseconds(run: (client: OpenAI) => Promise<void>, client: OpenAI, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) await run(client);
  await tracker.flush();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

async function compare(
  name: string,
  run: (client: OpenAI) => Promise<void>,
  times: number,
  unitsPerRun: number,
  unit: string,
): Promise<void> {
  const added: Record<'bare2' | 'tracked', number[]> = { bare2: [], tracked: [] };
  const bare: number[] = [];
  for (const variant of ['bare', 'bare2', 'tracked'] as const) await cpuMicroseconds(run, clients[variant], times);
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of ['bare2', 'tracked'] as const) {
      const order: readonly Variant[] = round % 2 === 0 ? ['bare', variant] : [variant, 'bare'];
      const spent = new Map<Variant, number>();
      for (const each of order) spent.set(each, await cpuMicroseconds(run, clients[each], times));
      const base = spent.get('bare') ?? 0;
      bare.push(base);
      added[variant].push((spent.get(variant) ?? 0) - base);
    }
  }
  const base = median(bare) / unitsPerRun;
  const line = (variant: 'bare2' | 'tracked'): string => {
    const more = median(added[variant]) / unitsPerRun;
    return `${variant} ${more >= 0 ? '+' : ''}${more.toFixed(2)} µs (ratio ${((base + more) / base).toFixed(3)})`;
  };
  console.log(`${name}: bare ${base.toFixed(2)} µs per ${unit}, ${line('bare2')}, ${line('tracked')}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

await compare('a call', call, callsPerRound, 1, 'call');
await compare('a stream whose usage the app asks for', streamWith(true), streamsPerRound, chunksPerStream, 'chunk');
await compare('a stream whose usage is hidden', streamWith(false), streamsPerRound, chunksPerStream, 'chunk');
await tracker.disconnect();
console.log(`${database.stored} records delivered`);
