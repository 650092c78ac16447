import { withoutIsoDate } from './clean-model-id.ts';
import { isDearer } from './compare-base-rates.ts';
import { belongsTo, findFirst, found, type ModelQuery, type ModelResolution, notFound } from './model-query.ts';
import { isNearMedian } from './price-guards.ts';
import { baseRate, type PriceRow } from './price-row.ts';

const aliasFallback = 'alias-fallback';
const zones = ['us', 'eu', 'apac', 'us-gov'];

/** The data zone around a region, by the first letters of its name; null outside every zone. */
const zonesByRegion: readonly (readonly [pattern: RegExp, zone: string])[] = [
  [/^(usgov|usdod)/, 'us-gov'],
  [/^(east|west|(north|south|west)?central)us/, 'us'],
  [
    /^(swedencentral|westeurope|northeurope|france|germany|italy|spain|poland|austria|belgium|denmark|finland|greece|switzerland|norway|uk)/,
    'eu',
  ],
  [
    /^(japan|korea|australia|southeastasia|eastasia|central?india|southindia|westindia|indonesia|malaysia|newzealand)/,
    'apac',
  ],
];

/** Azure: by the model that answered, never by the deployment's name, and by the kind of deployment. */
export function resolveAzureModel(query: ModelQuery): ModelResolution {
  if (!query.isAnswered) {
    const reason = `opaque_id: the answer named no model, and the deployment ${query.model} is not in pricing.models`;
    return { kind: 'unpriced', reason };
  }
  const deploymentType = (query.context.deploymentType ?? '').toLowerCase();
  if (deploymentType.startsWith('datazone')) return resolveDataZone(query);
  if (deploymentType === 'standard') return resolveRegional(query);
  const row = findFirst(query, inPlaces(query.model, ['azure/global/', 'azure/global-standard/', 'azure/']));
  if (row === null || row.kind !== 'found' || deploymentType.startsWith('global')) return row ?? notFound(query);
  return { ...row, flags: [...row.flags, 'deployment-type-unknown'] };
}

function resolveDataZone(query: ModelQuery): ModelResolution {
  const zone = query.context.dataZone?.toLowerCase() ?? zoneOf(query.region);
  const row = zone === null ? null : findFirst(query, inPlaces(query.model, [`azure/${zone}/`]));
  if (row === null || row.kind !== 'found') {
    const place = zone ?? 'an unknown data zone';
    return { kind: 'unpriced', reason: `zone_row_missing: no price row for azure/${query.model} in ${place}` };
  }
  const input = baseRate(row.row, 'input');
  const siblings = [...zones.filter((other) => other !== zone).map((other) => `azure/${other}/`), 'azure/'].flatMap(
    (place) => {
      const sibling = findRow(query, place);
      return (sibling === null ? undefined : baseRate(sibling, 'input')) ?? [];
    },
  );
  const isPlausible = input === undefined || isNearMedian(input, siblings);
  const tokensUnrated = isPlausible ? null : `${row.row.name} is priced too far from the same model in other places`;
  return { ...row, bareRow: findRow(query, 'azure/'), tokensUnrated };
}

/** A bare row that a zone row undercuts nowhere holds the Global price, and the file has no regional one. */
function resolveRegional(query: ModelQuery): ModelResolution {
  const regional = findFirst(query, inPlaces(query.model, ['azure/']));
  if (regional === null || regional.kind !== 'found') return notFound(query);
  const isGlobal = ['us', 'eu'].some((zone) => {
    const row = findRow(query, `azure/${zone}/`);
    return row !== null && isDearer(row, regional.row);
  });
  if (!isGlobal) return regional;
  const zone = query.rules.has('azure-regional-as-data-zone') ? zoneOf(query.region) : null;
  const zoneRow = zone === null ? null : findRow(query, `azure/${zone}/`);
  if (zoneRow !== null) return found(zoneRow, 'derived:azure-regional-as-data-zone');
  return { ...regional, tokensUnrated: `regional price: ${regional.row.name} holds the Global price` };
}

/** Dated in every place first, then undated: `azure/eu/gpt-5.1-2025-11-13`, `azure/eu/gpt-5.1`. */
function inPlaces(model: string, places: readonly string[]): (string | readonly [string, string])[] {
  const undated = withoutIsoDate(model);
  const names: (string | readonly [string, string])[] = places.map((place) => place + model);
  if (undated !== null) names.push(...places.map((place) => [place + undated, aliasFallback] as const));
  return names;
}

function findRow(query: ModelQuery, place: string): PriceRow | null {
  const undated = withoutIsoDate(query.model);
  const isOwn = belongsTo('azure');
  return (
    query.table.find(place + query.model, isOwn) ?? (undated === null ? null : query.table.find(place + undated, isOwn))
  );
}

function zoneOf(region: string | null): string | null {
  const name = region?.toLowerCase().replaceAll(/[\s-]/g, '') ?? '';
  return zonesByRegion.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
