import type { TrackingData, UsageItem } from '../record.ts';

/** The token columns of a record. */
export type TokenTotals = Pick<
  TrackingData,
  'promptTokens' | 'completionTokens' | 'totalTokens' | 'cachedPromptTokens' | 'cacheWriteTokens' | 'reasoningTokens'
>;

/** Sums disjoint items to the token columns: null where no such unit was reported. */
export function tokenTotals(items: readonly UsageItem[]): TokenTotals {
  const promptTokens = sumOf(items, (unit) => unit.startsWith('input'));
  const completionTokens = sumOf(items, (unit) => unit.startsWith('output'));
  return {
    promptTokens,
    completionTokens,
    totalTokens:
      promptTokens === null && completionTokens === null ? null : (promptTokens ?? 0) + (completionTokens ?? 0),
    cachedPromptTokens: sumOf(items, (unit) => unit.startsWith('input') && unit.endsWith('_cache_read')),
    cacheWriteTokens: sumOf(items, (unit) => unit.startsWith('input_cache_write')),
    reasoningTokens: sumOf(items, (unit) => unit === 'output_reasoning'),
  };
}

/** What contradicts itself in reported usage: a count that is no natural number, or items that do not sum to the provider's own totals. Null when nothing does. */
export function contradictionIn(
  items: readonly UsageItem[],
  stated: { promptTokens?: number | undefined; completionTokens?: number | undefined },
): string | null {
  for (const { unit, quantity } of items) {
    const isTokens = unit.startsWith('input') || unit.startsWith('output');
    // Beyond safe integers quantities are no longer exact.
    const isCount = quantity >= 0 && quantity <= Number.MAX_SAFE_INTEGER && (!isTokens || Number.isInteger(quantity));
    if (typeof quantity !== 'number' || !isCount) {
      return `${unit} is ${quantity}`;
    }
  }
  return differenceIn('input', items, stated.promptTokens) ?? differenceIn('output', items, stated.completionTokens);
}

function differenceIn(
  prefix: 'input' | 'output',
  items: readonly UsageItem[],
  stated: number | undefined,
): string | null {
  if (stated === undefined) return null;
  const sum = sumOf(items, (unit) => unit.startsWith(prefix)) ?? 0;
  return stated === sum ? null : `${prefix} tokens sum to ${sum}, but the provider's total is ${stated}`;
}

function sumOf(items: readonly UsageItem[], isCounted: (unit: string) => boolean): number | null {
  let sum: number | null = null;
  for (const item of items) {
    if (isCounted(item.unit)) sum = (sum ?? 0) + item.quantity;
  }
  return sum;
}
