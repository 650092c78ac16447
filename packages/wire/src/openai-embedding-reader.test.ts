import { expect, it } from 'vitest';
import { openaiEmbeddingReader } from './openai-embedding-reader.ts';

it('reads the input of embeddings and no output', () => {
  const reader = openaiEmbeddingReader();
  reader.push({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: 'AACAPw==' }],
    model: 'text-embedding-3-large',
    usage: { prompt_tokens: 8191, total_tokens: 8191 },
  });
  expect(reader.result()).toEqual({
    model: 'text-embedding-3-large',
    items: [{ unit: 'input', quantity: 8191 }],
    promptTokens: 8191,
  });
});
