// Streams of three providers, one of them broken off. Needs OPENAI_API_KEY, ANTHROPIC_API_KEY and GEMINI_API_KEY.
import { LLMTrackerSDK, SqliteAdapter } from 'llm-tracker-sdk';

await using sdk = new LLMTrackerSDK({
  projectName: 'streaming',
  apiKeys: {
    openai: process.env['OPENAI_API_KEY'],
    claude: process.env['ANTHROPIC_API_KEY'],
    gemini: process.env['GEMINI_API_KEY'],
  },
  database: new SqliteAdapter({ filename: './usage.db' }),
});
await sdk.connect();
const question = 'Name three rivers.';
const messages = [{ role: 'user' as const, content: question }];

// The vendor's own stream: usage is asked for and recorded, and the extra chunk that brings it stays hidden.
const chat = await sdk.openai.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true });
for await (const chunk of chat) process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
process.stdout.write('\n');

const message = sdk.claude.messages.stream({ model: 'claude-sonnet-4-20250514', max_tokens: 256, messages });
message.on('text', (text) => process.stdout.write(text));
await message.finalMessage();
process.stdout.write('\n');

// Whoever has heard enough stops reading. The call is kept as `partial`: what was used is not known to the end.
for await (const chunk of await sdk.gemini.generateContentStream({ model: 'gemini-2.5-flash', contents: question })) {
  process.stdout.write(`${chunk.text ?? ''}…\n`);
  break;
}

for (const call of await sdk.tracker.listCalls({ order: 'oldest' })) {
  console.log(
    `${call.provider}: ${call.usageSource}, first token after ${call.timeToFirstTokenMs} ms, ${call.costUsdExact ?? call.costStatus}`,
  );
}
