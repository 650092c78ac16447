// A database of your own. Needs OPENAI_API_KEY.
import { LLMTrackerSDK } from 'llm-tracker-sdk';
import { JsonLinesAdapter } from './json-lines-adapter.ts';

await using sdk = new LLMTrackerSDK({
  projectName: 'custom-adapter',
  apiKeys: { openai: process.env['OPENAI_API_KEY'] },
  database: new JsonLinesAdapter('./usage.jsonl'),
});
await sdk.connect();
await sdk.openai.embeddings.create({ model: 'text-embedding-3-small', input: 'the cost of a call' });
console.log(await sdk.getStats());
