import type { RecordInput, UsageItem } from '@llm-tracker/core';

/** Calls, told apart by their `responseId`, of every kind of cost, the same at every run: with a price, without one, stated, cut short, pending, without usage, contradictory. */
export function mixedInputs(count: number): RecordInput[] {
  const random = createRandom(20261123);
  return Array.from({ length: count }, (_, index): RecordInput => {
    const model = pick(random, ['own-fast', 'own-slow', 'gpt-4o', 'gpt-4o-mini', 'nobody-knows']);
    const input: RecordInput = {
      provider: model.startsWith('gpt') ? 'openai' : 'acme',
      operation: 'chat',
      model,
      serviceTier: pick(random, [null, 'default', 'priority']),
      items: itemsOf(random),
      responseId: `answer ${index}`,
      timestamp: new Date(Date.UTC(2026, 8, 1) + Math.floor(index / 4) * 3_600_000),
      attribution: { teamName: pick(random, ['search', 'ads']) },
    };
    const kind = random(12);
    if (kind === 0) return { ...input, statedCostUsd: '0.25' };
    if (kind === 1) return { ...input, usageSource: 'partial', errorCode: 'aborted' };
    if (kind === 2) return { ...input, usageSource: 'pending', items: [], dedupeKey: `job ${index}` };
    if (kind === 3) return { ...input, usageSource: 'none', items: [], success: false, errorCode: 'timeout' };
    if (kind === 4) return { ...input, promptTokens: 1 };
    return input;
  });
}

function itemsOf(random: (below: number) => number): UsageItem[] {
  return [
    { unit: 'input', quantity: 2 + random(10_000) },
    { unit: 'input_cache_read', quantity: random(5000) },
    { unit: 'output', quantity: random(2000) },
    { unit: 'output_reasoning', quantity: random(2) * random(2000) },
  ];
}

function pick<Value>(random: (below: number) => number, values: readonly [Value, ...Value[]]): Value {
  return values[random(values.length)] ?? values[0];
}

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
