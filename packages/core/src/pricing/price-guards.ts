import { compareDecimals, type ExactDecimal, multiplyDecimals, one } from './exact-decimal.ts';
import { type PriceTier, type TokenCharge, tokenRateId } from './price-keys.ts';
import type { TokenRate } from './price-row.ts';

/** Least and most of `tier ÷ standard`, in hundredths; a tier that is not listed has no band. */
const tierBands: Partial<Record<PriceTier, { least: bigint; leastIncluded: boolean; most: bigint }>> = {
  batches: { least: 25n, leastIncluded: true, most: 100n },
  flex: { least: 25n, leastIncluded: true, most: 100n },
  priority: { least: 100n, leastIncluded: false, most: 400n },
  ultrafast: { least: 100n, leastIncluded: false, most: 1000n },
};

/** What a cache write costs, in hundredths of the input price: 5 or 30 minutes, an hour, 12 hours. */
const writeRatios: Partial<Record<TokenCharge, bigint>> = {
  cache_write: 125n,
  cache_write_1hr: 200n,
  cache_write_12hr: 250n,
};

/** What a cached charge is where nothing is cached. */
export const uncachedCharges: Partial<Record<TokenCharge, TokenCharge>> = {
  cache_read: 'input',
  cache_read_audio: 'input_audio',
  cache_read_image: 'input_image',
  cache_read_video: 'input_video',
};

/** Deletes from `rates` whatever cannot be a real price beside its neighbours, and says what and why. */
export function checkRates(rates: Map<string, TokenRate>): string[] {
  const rejected: string[] = [];
  const reject = (id: string, rate: TokenRate, why: string): void => {
    rates.delete(id);
    rejected.push(`${rate.key}: ${why}`);
  };
  for (const [id, rate] of [...rates]) {
    if (!isInTierBand(rate, rates)) reject(id, rate, `out of band for ${rate.tier}`);
  }
  for (const tier of brokenTiers(rates)) {
    for (const [id, rate] of [...rates]) {
      if (rate.tier === tier) reject(id, rate, 'input and output of this tier do not come in pairs');
    }
  }
  for (const [id, rate] of [...rates]) {
    const why = cacheProblem(rate, rates);
    if (why !== null) reject(id, rate, why);
  }
  return rejected;
}

/** Whether a multiplier is believable: 1 to 4. */
export function isPlausibleMultiplier(multiplier: ExactDecimal): boolean {
  return compareDecimals(multiplier, one) >= 0 && compareDecimals(multiplier, { digits: 4n, scale: 0 }) <= 0;
}

/** Whether a row's input rate is within 30 % of the median (of two, the upper) of its siblings in other places. */
export function isNearMedian(rate: ExactDecimal, siblings: readonly ExactDecimal[]): boolean {
  const median = [...siblings].sort(compareDecimals)[Math.floor(siblings.length / 2)];
  if (median === undefined) return true;
  return compareDecimals(rate, hundredths(median, 70n)) >= 0 && compareDecimals(rate, hundredths(median, 130n)) <= 0;
}

function isInTierBand(rate: TokenRate, rates: ReadonlyMap<string, TokenRate>): boolean {
  const band = tierBands[rate.tier];
  const standard = rates.get(tokenRateId(rate.charge, rate.thresholdTokens, 'standard'));
  if (band === undefined || standard === undefined) return true;
  if (standard.rate.digits === 0n) return rate.rate.digits === 0n;
  const least = compareDecimals(rate.rate, hundredths(standard.rate, band.least));
  return (
    (band.leastIncluded ? least >= 0 : least > 0) &&
    compareDecimals(rate.rate, hundredths(standard.rate, band.most)) <= 0
  );
}

function brokenTiers(rates: ReadonlyMap<string, TokenRate>): Set<PriceTier> {
  const broken = new Set<PriceTier>();
  const isCharged = (charge: TokenCharge): boolean =>
    (rates.get(tokenRateId(charge, 0, 'standard'))?.rate.digits ?? 0n) !== 0n;
  if (!isCharged('input') || !isCharged('output')) return broken;
  for (const { charge, thresholdTokens, tier } of rates.values()) {
    if (tier === 'standard' || (charge !== 'input' && charge !== 'output')) continue;
    const other = charge === 'input' ? 'output' : 'input';
    if (!rates.has(tokenRateId(other, thresholdTokens, tier))) broken.add(tier);
  }
  return broken;
}

function cacheProblem(rate: TokenRate, rates: ReadonlyMap<string, TokenRate>): string | null {
  const inputOf = (charge: TokenCharge): ExactDecimal | undefined =>
    rates.get(tokenRateId(charge, rate.thresholdTokens, rate.tier))?.rate;
  const ratio = writeRatios[rate.charge];
  if (ratio !== undefined) {
    const input = inputOf('input');
    if (input === undefined) return null;
    const isNear =
      compareDecimals(rate.rate, multiplyDecimals(input, { digits: ratio * 95n, scale: 4 })) >= 0 &&
      compareDecimals(rate.rate, multiplyDecimals(input, { digits: ratio * 105n, scale: 4 })) <= 0;
    return isNear ? null : `not near ${Number(ratio) / 100} times the input price`;
  }
  const modality = uncachedCharges[rate.charge];
  if (modality === undefined) return null;
  const input = inputOf(modality) ?? inputOf('input');
  return input === undefined || compareDecimals(rate.rate, input) <= 0 ? null : 'dearer than uncached input';
}

function hundredths(value: ExactDecimal, hundredthsOf: bigint): ExactDecimal {
  return multiplyDecimals(value, { digits: hundredthsOf, scale: 2 });
}
