import { expect, test } from 'vitest';
import { anthropicDreamReader } from './anthropic-dream-reader.ts';

const dream = {
  id: 'drm_1',
  type: 'dream',
  status: 'completed',
  model: { id: 'claude-sonnet-5', speed: 'standard' },
  created_at: '2026-03-01T12:00:00Z',
  usage: { input_tokens: 10, cache_read_input_tokens: 20, cache_creation_input_tokens: 5, output_tokens: 7 },
};

test('reads what an ended dream used, under its id and the time of its creation', () => {
  const reader = anthropicDreamReader();
  reader.push(dream);
  expect(reader.result()).toMatchObject({
    dedupeKey: 'anthropic:dream:drm_1',
    createdAt: new Date('2026-03-01T12:00:00Z'),
    model: 'claude-sonnet-5',
    responseId: 'drm_1',
    priceContext: { speed: 'standard' },
    items: [
      { unit: 'input', quantity: 10 },
      { unit: 'input_cache_read', quantity: 20 },
      { unit: 'input_cache_write', quantity: 5 },
      { unit: 'output', quantity: 7 },
    ],
  });
});

test('counts nothing of a dream that goes on, since its usage still grows', () => {
  const reader = anthropicDreamReader();
  reader.push({ ...dream, status: 'running' });
  expect(reader.result()).toMatchObject({ usageSource: 'pending', items: [] });
  reader.push({ ...dream, status: 'canceled' });
  expect(reader.result()?.usageSource).toBeUndefined();
  expect(reader.result()?.items).toHaveLength(4);
});

test('reads nothing of what is no dream', () => {
  const reader = anthropicDreamReader();
  for (const part of [null, 7, 'dream', [], {}, { ...dream, type: 'session' }]) reader.push(part);
  expect(reader.result()).toBeNull();
});
