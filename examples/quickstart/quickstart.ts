// One tracked call, kept in a SQLite file beside this program. Needs OPENAI_API_KEY.
import { LLMTrackerSDK, SqliteAdapter } from 'llm-tracker-sdk';

await using sdk = new LLMTrackerSDK({
  projectName: 'quickstart',
  apiKeys: { openai: process.env['OPENAI_API_KEY'] },
  database: new SqliteAdapter({ filename: './usage.db' }),
});
await sdk.connect();

const answer = await sdk.openai.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'In one sentence: why count tokens?' }],
});
console.log(answer.choices[0]?.message.content);

const [call] = await sdk.tracker.listCalls({ limit: 1 });
console.log(`${call?.totalTokens} tokens, ${call?.costUsdExact} USD`);
console.log(await sdk.getStats({ projectName: 'quickstart' }));
