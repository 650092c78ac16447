import type { Tracker } from '@llm-tracker/core';
import type OpenAI from 'openai';

/** Six calls of two teams, as an app would make them: one fails, one stream is broken off. */
export async function makeCalls(tracker: Tracker, openai: OpenAI): Promise<void> {
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
}
