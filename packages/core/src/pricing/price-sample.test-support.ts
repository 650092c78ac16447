import type { Cost, PriceInput } from '../tracker.ts';
import { createPriceBook, type PriceBookOptions } from './create-price-book.ts';

/** Prices of one row for tests: so many USD per million tokens, and whatever else. */
export function sampleRow(provider: string, input: number, output: number, more: object = {}): object {
  return {
    litellm_provider: provider,
    input_cost_per_token: `${input}e-6`,
    output_cost_per_token: `${output}e-6`,
    ...more,
  };
}

/** The cost of a million tokens in and a million out, unless other items are given, by nothing but these rows. */
export function priceSample(
  rows: Record<string, object>,
  input: Partial<PriceInput> & Pick<PriceInput, 'provider' | 'model'>,
  options: PriceBookOptions = {},
): Cost {
  const items = [
    { unit: 'input', quantity: 1_000_000 },
    { unit: 'output', quantity: 1_000_000 },
  ] as const;
  return createPriceBook(rows, options).price({ items, ...input });
}
