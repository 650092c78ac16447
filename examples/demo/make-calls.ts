import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type { Tracker } from '@llm-tracker/core';
import type { DemoClients } from './open-clients.ts';

/** Calls of three teams, as an app would make them: one fails, one stream is broken off. */
export async function makeCalls(tracker: Tracker, clients: DemoClients): Promise<void> {
  const { openai, claude, gemini, azure, bedrock } = clients;
  await tracker.run({ teamName: 'search', tags: { feature: 'answer' } }, async () => {
    await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'In one sentence: why count tokens?' }],
    });

    const stream = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      stream: true,
      messages: [{ role: 'user', content: 'Name three rivers.' }],
    });
    for await (const _chunk of stream);

    await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'the cost of a call' });
  });

  await tracker.run({ teamName: 'support', tags: { feature: 'reply' } }, async () => {
    await openai.responses.create({ model: 'gpt-4o', input: 'Answer a customer in one sentence.' });

    const abandoned = await openai.chat.completions.create({
      model: 'gpt-4o',
      stream: true,
      messages: [{ role: 'user', content: 'Tell a long story.' }],
    });
    for await (const _chunk of abandoned) break;

    const withWrongKey = openai.withOptions({ apiKey: 'sk-wrong' });
    await withWrongKey.chat.completions
      .create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello?' }] })
      .catch(() => undefined);
  });

  await tracker.run({ teamName: 'platform', tags: { feature: 'compare' } }, async () => {
    const question = 'In one sentence: what is a token?';
    await claude?.messages.create({
      model: 'claude-sonnet-4-20250514',
      max_tokens: 256,
      messages: [{ role: 'user', content: question }],
    });
    await gemini?.models.generateContent({ model: 'gemini-2.5-flash', contents: question });
    await azure?.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: question }] });
    await bedrock?.send(
      new ConverseCommand({
        modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
        messages: [{ role: 'user', content: [{ text: question }] }],
      }),
    );
  });
}
