import { expect, it } from 'vitest';
import { setUp } from './tracked-calls.test-support.ts';

const usage = (quantity: number) =>
  ({
    provider: 'openai',
    model: 'gpt-5.4',
    operation: 'chat',
    items: [{ unit: 'input', quantity }],
    origin: 'import',
  }) as const;

it('does not take the sum of many calls for one long prompt', async () => {
  const { tracker, stored } = setUp();
  tracker.record({ ...usage(2_000_000), callCount: 1000 });
  tracker.record({ ...usage(200_000), callCount: 1000 });
  tracker.record({ ...usage(2_000_000), callCount: 1000, priceContext: { largestPrompt: '4000' } });
  tracker.record(usage(2_000_000));
  const records = await stored();
  const costs = records.sort((left, right) => (left.requestId < right.requestId ? -1 : 1));
  expect(costs.map(({ costStatus, costUsdExact }) => costUsdExact ?? costStatus)).toEqual([
    'partial',
    '0.5',
    '5',
    '10',
  ]);
});
