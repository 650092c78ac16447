// What pricing one call costs: node --conditions=llm-tracker-source benchmarks/pricing/price-call.ts [PRICES]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPriceBook, type PriceInput } from '@llm-tracker/core';

const budgetNs = 2000;
const fixture = join(import.meta.dirname, '../../tests/price-cases/fixtures/price-file.json');
const book = createPriceBook(JSON.parse(readFileSync(process.argv[2] ?? fixture, 'utf8')));

const inputs: Record<string, PriceInput> = {
  'plain chat': {
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    requestedModel: 'gpt-4o',
    serviceTier: 'default',
    items: [
      { unit: 'input', quantity: 1000 },
      { unit: 'input_cache_read', quantity: 200 },
      { unit: 'output', quantity: 321 },
    ],
  },
  'long context, flex, reasoning': {
    provider: 'openai',
    model: 'gpt-5.5-2026-04-23',
    requestedModel: 'gpt-5.5',
    serviceTier: 'flex',
    items: [
      { unit: 'input', quantity: 300_000 },
      { unit: 'input_cache_read', quantity: 20_000 },
      { unit: 'output', quantity: 400 },
      { unit: 'output_reasoning', quantity: 900 },
    ],
  },
  'caches of two lifetimes, fast, in one country': {
    provider: 'claude',
    model: 'claude-opus-5',
    requestedModel: 'claude-opus-5',
    serviceTier: 'standard',
    items: [
      { unit: 'input', quantity: 1000 },
      { unit: 'input_cache_read', quantity: 4000 },
      { unit: 'input_cache_write', quantity: 3000 },
      { unit: 'input_cache_write_1h', quantity: 2000 },
      { unit: 'output', quantity: 321 },
    ],
    priceContext: { speed: 'fast', inferenceGeo: 'us' },
  },
};

const callsPerRound = 200;
const rounds = 501;
let worst = 0;
for (const [name, input] of Object.entries(inputs)) {
  for (let call = 0; call < 20_000; call += 1) book.price(input);
  const perCall = Array.from({ length: rounds }, () => measureNs(input)).sort((left, right) => left - right);
  const median = perCall[Math.floor(rounds / 2)] ?? 0;
  const slow = perCall[Math.floor(rounds * 0.95)] ?? 0;
  worst = Math.max(worst, median);
  console.log(`${name}: median ${median.toFixed(0)} ns, p95 ${slow.toFixed(0)} ns per call`);
}
console.log(`${worst <= budgetNs ? 'within' : 'OVER'} the budget of ${budgetNs} ns in the median`);
process.exitCode = worst <= budgetNs ? 0 : 1;

function measureNs(input: PriceInput): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < callsPerRound; call += 1) book.price(input);
  return Number(process.hrtime.bigint() - start) / callsPerRound;
}
