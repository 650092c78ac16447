// A provider of your own, in one file of some 40 lines: parrot-provider.ts; its test runs the conformance kit. Needs PARROT_URL, any server with OpenAI's chat path.
import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { ParrotClient } from './parrot-client.ts';
import { parrotProvider } from './parrot-provider.ts';

await using tracker = createTracker({
  projectName: 'custom-provider',
  database: new MemoryAdapter(),
  // No public price list knows this vendor.
  customPricing: { 'parrot/*': { inputCostPerToken: '0.000001', outputCostPerToken: '0.000003' } },
});
await tracker.connect();
const parrot = tracker.use(parrotProvider(new ParrotClient(process.env['PARROT_URL'] ?? 'http://127.0.0.1:8080')));

const answer = await parrot.say({ model: 'parrot-1', prompt: 'Hello' });
console.log(answer.text);
const [call] = await tracker.listCalls();
console.log((await tracker.explain(call?.requestId ?? ''))?.text);
