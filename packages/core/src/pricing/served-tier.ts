import type { PriceContext } from './price-context.ts';
import type { PriceTier } from './price-keys.ts';
import type { ProviderFamily } from './provider-family.ts';

/** Which rate card was served. `committed`: prepaid capacity. `unknown`: a tier that has no card here; `name` is what the provider said. */
export type ServedTier =
  | { readonly kind: 'card'; readonly tier: PriceTier }
  | { readonly kind: 'committed'; readonly name: string }
  | { readonly kind: 'unknown'; readonly name: string };

const standardNames: ReadonlySet<string> = new Set([
  '',
  'auto',
  'default',
  'standard',
  'unspecified',
  'on_demand',
  'service_tier_unspecified',
  'traffic_type_unspecified',
]);

const cards: ReadonlyMap<string, PriceTier> = new Map([
  ['batch', 'batches'],
  ['flex', 'flex'],
  ['on_demand_flex', 'flex'],
  ['priority', 'priority'],
  ['on_demand_priority', 'priority'],
]);

const fastCards: ReadonlyMap<string, PriceTier> = new Map([
  ['fast', 'priority'],
  ['ultrafast', 'ultrafast'],
]);

/** Where OpenAI's models are served, under its names of tiers. */
const openaiLike: ReadonlySet<ProviderFamily> = new Set(['openai', 'azure', 'azure_ai', 'bedrock', 'bedrock_mantle']);

/** The tier as the response names it (body, header, traffic type), the endpoint and the deployment; never as requested. */
export function readServedTier(
  family: ProviderFamily | undefined,
  serviceTier: string | null | undefined,
  context: PriceContext,
): ServedTier {
  const name = (serviceTier ?? '').trim().toLowerCase();
  const deployment = context.deploymentType ?? '';
  if (isCommitted(family, name) || deployment.toLowerCase().includes('provisioned')) {
    return { kind: 'committed', name: name === '' || standardNames.has(name) ? deployment : name };
  }
  if (context.batch === 'true' || deployment.toLowerCase().endsWith('batch')) return { kind: 'card', tier: 'batches' };
  const isOpenaiLike = family === undefined || openaiLike.has(family);
  const tier = cards.get(name) ?? (isOpenaiLike ? fastCards.get(name) : undefined);
  if (tier !== undefined) return { kind: 'card', tier };
  if (!standardNames.has(name)) return { kind: 'unknown', name };
  return { kind: 'card', tier: context.operation === 'decisions' ? 'decisions' : 'standard' };
}

function isCommitted(family: ProviderFamily | undefined, name: string): boolean {
  if (name === 'provisioned_throughput') return true;
  if (name === 'scale') return family === 'openai' || family === 'azure';
  if (name === 'reserved') return family === 'bedrock' || family === 'bedrock_mantle';
  // https://docs.claude.com/en/api/service-tiers: priority is bought in advance there, not billed per token.
  return name === 'priority' && family === 'claude';
}
