// A process of its own: `node drop-streams.ts URL SDK`. Begins a hundred streams that never end, reads none, and prints how
// many collections it took until all were settled, and what was stored. It closes nothing: it must end by itself.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { OpenAI5, OpenAI6, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

const streamCount = 100;
const [url = '', sdk = ''] = process.argv.slice(2);
const clients = { 'openai 5': OpenAI5, 'openai 6': OpenAI6, 'openai 7': OpenAI7 };
const Client = clients[sdk as keyof typeof clients];
const tracker = createTracker({
  projectName: 'limits',
  database: new MemoryAdapter(),
  pricing: { refreshIntervalMs: 0 },
  onEvent: () => {},
});
await tracker.connect();
let settled = 0;
tracker.use({
  name: 'counter',
  install: (host) =>
    host.onCall(() => () => {
      settled += 1;
    }),
});

async function dropStream(client: InstanceType<typeof OpenAI7>): Promise<void> {
  await client.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true });
}

{
  const client = tracker.use(openaiProvider(new Client({ baseURL: `${url}/v1`, apiKey: 'sk-test' })));
  for (let stream = 0; stream < streamCount; stream += 1) await dropStream(client as InstanceType<typeof OpenAI7>);
}
let collections = 0;
while (settled < streamCount && collections < 20) {
  collections += 1;
  globalThis.gc?.();
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}
await tracker.flush();
const calls = await tracker.listCalls({ limit: 1000 });
const aborted = calls.filter((call) => call.errorCode === 'aborted' && call.usageSource === 'partial').length;
process.stdout.write(JSON.stringify({ collections, settled, stored: calls.length, aborted }));
