import { type Cost, createPriceBook } from '@llm-tracker/core';
import { caseCustomPricing, casePriceInput } from './case-price-input.ts';
import type { PriceCase } from './price-case.ts';
import { readCaseUsage } from './read-case-usage.ts';

/** Prices every case from its raw usage; one line per difference from what is expected. */
export function checkPriceCases(cases: readonly PriceCase[], priceFile: object): string[] {
  return cases.flatMap((input) => {
    try {
      const differences = findDifferences(input, priceCase(input, priceFile));
      return differences.length === 0 ? [] : [`${input.id}: ${differences.join('; ')} (${input.why})`];
    } catch (error) {
      return [`${input.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
    }
  });
}

/** Prices one case with nothing but the given file. */
function priceCase(input: PriceCase, priceFile: object): Cost {
  const { priceRows, overrides, modelMap } = input.context ?? {};
  const book = createPriceBook(priceRows === undefined ? priceFile : { ...priceFile, ...priceRows }, {
    customPricing: caseCustomPricing(overrides),
    models: modelMap,
  });
  return book.price(casePriceInput(input, readCaseUsage(input)));
}

function findDifferences(input: PriceCase, cost: Cost): string[] {
  if (isAcceptable(input, cost)) return [];
  const pairs: [name: string, expected: string | null, actual: string | null][] = [
    ['status', input.expectedStatus, cost.status],
    ['price key', input.priceKey, cost.priceKey],
    ['cost', input.expectedUsdExact, cost.costUsdExact],
    ['known cost', input.expectedKnownUsdExact ?? null, cost.knownCostUsd ?? null],
  ];
  return pairs.flatMap(([name, expected, actual]) =>
    expected === actual ? [] : [`${name} should be ${expected} and is ${actual}`],
  );
}

/** A documented rule may give the amount where the file has none, if the result says so. */
function isAcceptable({ acceptableUsdExact, priceKey }: PriceCase, cost: Cost): boolean {
  const isDerived = cost.flags?.some((flag) => flag.startsWith('derived:')) ?? false;
  return (
    isDerived && cost.status === 'priced' && cost.priceKey === priceKey && cost.costUsdExact === acceptableUsdExact
  );
}
