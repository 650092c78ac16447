import type { CostStatus, RecordOrigin, TrackingData } from '@llm-tracker/core';
import { hostileTexts } from './hostile-texts.ts';
import { kitId, kitRecord } from './kit-record.ts';

/** A number from 0 (included) to 1 (not included). */
type Random = () => number;

/** Names that careless comparisons take for equal: case, trailing space, accents composed or not, wildcards. */
export const similarNames: readonly string[] = [
  'search',
  'Search',
  'SEARCH',
  'search ',
  ' search',
  'séarch',
  'se\u0301arch',
  'searçh',
  'sear_h',
  'sear%',
  'ſearch',
  '検索',
  '検索\u200b',
  '🚀',
  '\uffff',
  '',
];
const tagKeys = ['feature', 'Feature', 'feature.name', 'a"b', "a'b", 'a\\b', '$.feature', 'a[0]', 'ключ', '🚀'];
const models = ['gpt-4o', 'GPT-4O', 'gpt-4o-mini', 'gpt_4o', 'gpt%4o'];
const noCost: readonly CostStatus[] = ['partial', 'unpriced', 'committed', 'unmeasured', 'invalid'];
const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;
const firstMs = Date.UTC(2025, 10, 1);
/** Instants around which many records lie: changes of clocks in Berlin, New York and Lord Howe, the turn of the year, a Monday. */
const edges = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-01-01T00:00:00Z',
  '2026-06-01T00:00:00Z',
].map((text) => Date.parse(text));

/** The same sequence for the same seed. */
function createRandom(seed: number): Random {
  let state = seed;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Records of every kind, with many values in common and many absent; the same for the same seed. */
export function randomRecords(seed: number, count: number): TrackingData[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => randomRecord(random, index));
}

function randomRecord(random: Random, index: number): TrackingData {
  const origin: RecordOrigin = random() < 0.9 ? 'call' : pick(random, ['import', 'fold', 'adjustment']);
  const success = random() < 0.8;
  const hasCost = random() < 0.85;
  const promptTokens = maybe(random, 0.8, () => Math.floor(random() ** 4 * 1e7));
  const completionTokens = maybe(random, 0.8, () => Math.floor(random() * 4000));
  const timestamp = new Date(randomTimeMs(random));
  return kitRecord({
    requestId: kitId(index),
    origin,
    callCount: origin === 'call' ? 1 : origin === 'adjustment' ? 0 : Math.floor(random() * 1000),
    projectName: pick(random, ['kit', 'Kit', 'other']),
    teamName: maybe(random, 0.8, () => pick(random, similarNames)),
    userId: maybe(random, 0.5, () => pick(random, hostileTexts)),
    sessionId: maybe(random, 0.5, () => `session ${Math.floor(random() * 20)}`),
    tags: randomTags(random),
    provider: pick(random, ['openai', 'azure', 'claude']),
    operation: pick(random, ['chat', 'embeddings']),
    model: pick(random, models),
    serviceTier: maybe(random, 0.5, () => pick(random, ['default', 'flex', 'priority'])),
    timestamp,
    recordedAt: new Date(timestamp.getTime() + 1000),
    latencyMs: maybe(random, 0.9, () => Math.floor(random() ** 3 * 20_000)),
    success,
    errorCode: success ? null : maybe(random, 0.9, () => pick(random, ['rate_limit', 'Rate_Limit', '429'])),
    usageSource: pick(random, ['reported', 'reported', 'partial', 'none']),
    promptTokens,
    completionTokens,
    totalTokens:
      promptTokens === null && completionTokens === null ? null : (promptTokens ?? 0) + (completionTokens ?? 0),
    cachedPromptTokens: maybe(random, 0.3, () => Math.floor(random() * 1000)),
    cacheWriteTokens: maybe(random, 0.2, () => Math.floor(random() * 1000)),
    reasoningTokens: maybe(random, 0.3, () => Math.floor(random() * 1000)),
    costStatus: hasCost ? pick(random, ['priced', 'priced', 'stated', 'free']) : pick(random, noCost),
    costUsdExact: hasCost ? randomAmount(random, origin) : null,
  });
}

/** Few amounts are equal, and sums of most are beyond what binary floating point holds. */
function randomAmount(random: Random, origin: RecordOrigin): string {
  const whole = random() < 0.05 ? Math.floor(random() * 1e6) : 0;
  const digits = String(Math.floor(random() ** 2 * 1e12))
    .padStart(12, '0')
    .replace(/0+$/, '');
  const sign = origin === 'adjustment' && (whole > 0 || digits !== '') ? '-' : '';
  return digits === '' ? `${sign}${whole}` : `${sign}${whole}.${digits}`;
}

function randomTags(random: Random): Record<string, string> {
  const keys = tagKeys.filter(() => random() < 0.2);
  return Object.fromEntries(keys.map((key) => [key, pick(random, similarNames)]));
}

function randomTimeMs(random: Random): number {
  if (random() < 0.6) return firstMs + Math.floor(random() * yearMs);
  const nearMs = Math.floor((random() - 0.5) * 6 * hourMs);
  return pick(random, edges) + (random() < 0.2 ? Math.sign(nearMs) : nearMs);
}

/** One of the values. */
function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('There is nothing to pick from.');
  return value;
}

function maybe<Value>(random: Random, share: number, make: () => Value): Value | null {
  return random() < share ? make() : null;
}
