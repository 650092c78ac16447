import { hasSameBaseRates, isDearer } from './compare-base-rates.ts';
import type { ExactDecimal } from './exact-decimal.ts';
import { belongsTo, found, type ModelQuery, type ModelResolution, notFound } from './model-query.ts';
import { isNearMedian } from './price-guards.ts';
import { baseRate, type PriceRow } from './price-row.ts';

const arn = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):[^:]*:([a-z-]+)\/(.+)$/i;
const geoPrefix = /^(us-gov|us|eu|apac|jp|au|in|ca|sa|global)\.(.+)$/i;
const geoPrefixes = ['us', 'eu', 'apac', 'jp', 'au', 'in', 'us-gov', 'global'];
const isBedrock = belongsTo('bedrock');
const priced = ['input', 'output'] as const;

/** Bedrock: the requested id, since Converse returns none and InvokeModel the vendor's; of a prompt router what it invoked. */
export function resolveBedrockModel(query: ModelQuery): ModelResolution {
  if (query.context.operation === 'apply-guardrail') return guardrails(query);
  const asked = query.requestedModel ?? query.model;
  const parsed = parseArn(asked);
  if (parsed === null) return resolveId(query, asked, query.region);
  switch (parsed.resource) {
    case 'foundation-model':
    case 'inference-profile':
      return resolveId(query, parsed.id, parsed.region || query.region);
    case 'provisioned-model':
      return { kind: 'committed', reason: 'committed: provisioned throughput is paid by the hour' };
    case 'prompt-router':
    case 'default-prompt-router':
      if (query.isAnswered && query.model !== asked) {
        const invoked = parseArn(query.model);
        return resolveId(query, invoked?.id ?? query.model, invoked?.region || query.region);
      }
      return opaque(asked);
    default:
      return opaque(asked);
  }
}

function resolveId(query: ModelQuery, id: string, region: string | null): ModelResolution {
  const { table } = query;
  const bare = table.find(id, isBedrock);
  const regional = region === null ? null : table.find(`bedrock/${region}/${id}`, isBedrock);
  if (regional !== null) return { ...foundRow(regional), bareRow: bare };
  if (bare === null) return notFound({ ...query, model: id });
  const geo = geoPrefix.exec(id);
  if (geo !== null) return resolveGeoRow(query, bare, geo[1] ?? '', geo[2] ?? id);
  const inRegion = region === null ? null : findInRegionRow(query, bare, id, region);
  if (inRegion !== null) return foundRow(inRegion, 'in-region-sibling');
  const hasOtherRegions = table.regionRows(id).some((row) => !hasSameBaseRates(row, bare, priced));
  if (hasOtherRegions && !(region ?? '').startsWith('us-')) {
    const tokensUnrated = `regional price: ${id} is priced by region, and ${region ?? 'an unknown region'} has no row`;
    return { kind: 'found', row: bare, flags: [], tokensUnrated, bareRow: null };
  }
  return found(bare);
}

/** A geo row far from its siblings holds a wrong number. */
function resolveGeoRow(query: ModelQuery, row: PriceRow, geo: string, id: string): ModelResolution {
  const input = baseRate(row, 'input');
  const siblings = geoPrefixes.flatMap((prefix): ExactDecimal[] => {
    if (prefix === geo.toLowerCase()) return [];
    const sibling = query.table.find(`${prefix}.${id}`, isBedrock);
    const rate = sibling === null ? undefined : baseRate(sibling, 'input');
    return rate === undefined ? [] : [rate];
  });
  const isPlausible = input === undefined || isNearMedian(input, siblings);
  const tokensUnrated = isPlausible ? null : `${row.name} is priced too far from its siblings in other places`;
  return { kind: 'found', row, flags: [], tokensUnrated, bareRow: query.table.find(id, isBedrock) };
}

/** Bare ids of newer models hold the global price, and calls inside a region cost what the geo profile costs (BerriAI/litellm#42679). */
function findInRegionRow(query: ModelQuery, bare: PriceRow, id: string, region: string): PriceRow | null {
  const global = query.table.find(`global.${id}`, isBedrock);
  if (global === null || !hasSameBaseRates(global, bare, priced)) return null;
  for (const geo of geosOf(region)) {
    const sibling = query.table.find(`${geo}.${id}`, isBedrock);
    if (sibling !== null) return isDearer(sibling, bare) ? sibling : null;
  }
  return null;
}

/** The geo prefixes whose profile covers a region, nearest first. */
function geosOf(region: string): string[] {
  if (region.startsWith('us-gov-')) return ['us-gov'];
  if (region.startsWith('us-')) return ['us'];
  if (region.startsWith('eu-')) return ['eu'];
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return ['jp', 'apac'];
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return ['au', 'apac'];
  if (region === 'ap-south-1' || region === 'ap-south-2') return ['in', 'apac'];
  return region.startsWith('ap-') ? ['apac'] : [];
}

function guardrails(query: ModelQuery): ModelResolution {
  const row = query.table.find('bedrock/guardrails', isBedrock);
  return row === null ? notFound(query) : found(row);
}

function foundRow(row: PriceRow, ...flags: string[]): Extract<ModelResolution, { kind: 'found' }> {
  return { kind: 'found', row, flags, tokensUnrated: null, bareRow: null };
}

function opaque(id: string): ModelResolution {
  return { kind: 'unpriced', reason: `opaque_id: ${id} does not name its model; name it in pricing.models` };
}

function parseArn(id: string): { region: string; resource: string; id: string } | null {
  const match = arn.exec(id);
  if (match === null) return null;
  return { region: match[1] ?? '', resource: (match[2] ?? '').toLowerCase(), id: match[3] ?? '' };
}
