import { wrongOption } from '../wrong-option.ts';
import { cleanModelId } from './clean-model-id.ts';
import type { DerivedRules } from './derived-rules.ts';
import { belongsTo, found, type ModelQuery, type ModelResolution } from './model-query.ts';
import type { PriceContext } from './price-context.ts';
import type { PriceTable } from './price-table.ts';
import type { ProviderFamily } from './provider-family.ts';
import { resolveAzureModel } from './resolve-azure-model.ts';
import { resolveBedrockModel } from './resolve-bedrock-model.ts';
import {
  resolveClaudeModel,
  resolveFoundryModel,
  resolveGeminiModel,
  resolveMantleModel,
  resolveOpenaiModel,
  resolveVertexModel,
} from './resolve-direct-model.ts';

/** What a deployment name, ARN or tuned id really is. */
export interface MappedModel {
  /** A row's name, or a model id of the same provider. */
  priceKey: string;
  deploymentType?: string | undefined;
  dataZone?: string | undefined;
  region?: string | undefined;
}

/** Deployment names, ARNs and tuned ids, in lower case, to what they are. */
export type ModelMap = ReadonlyMap<string, MappedModel>;

/** What a call says of its model, as it said it. */
export interface NamedModel {
  readonly family: ProviderFamily;
  readonly model: string;
  readonly requestedModel: string | null;
  readonly region: string | null;
  readonly context: PriceContext;
}

/** A resolution, with the place and the context that came out on the way. */
export interface ResolvedModel {
  readonly resolution: ModelResolution;
  /** The clean id of the model. */
  readonly model: string;
  readonly context: PriceContext;
  /** The deployment is a router, whose fee comes on top. */
  readonly isRouter: boolean;
}

const resolvers: Readonly<Record<ProviderFamily, (query: ModelQuery) => ModelResolution>> = {
  openai: resolveOpenaiModel,
  claude: resolveClaudeModel,
  gemini: resolveGeminiModel,
  vertex: resolveVertexModel,
  azure: resolveAzureModel,
  azure_ai: resolveFoundryModel,
  bedrock: resolveBedrockModel,
  bedrock_mantle: resolveMantleModel,
};

/** Finds the row of a call's model: by the app's own map first, then by the provider's rules. Never by resemblance. */
export function resolveModel(
  named: NamedModel,
  table: PriceTable,
  models: ModelMap,
  rules: DerivedRules,
): ResolvedModel {
  const mapped = findMapped(named, models);
  const isRouter = named.context.modelRouter === 'true' || (mapped?.priceKey.endsWith('/model-router') ?? false);
  const map = isRouter ? undefined : mapped;
  const clean = cleanModelId(map?.priceKey ?? named.model, named.family);
  const requested = named.requestedModel === null ? null : cleanModelId(named.requestedModel, named.family);
  const location = named.context.location ?? clean.location ?? requested?.location ?? undefined;
  const context: PriceContext = {
    ...named.context,
    ...(location === undefined ? {} : { location }),
    ...(mapped?.deploymentType === undefined ? {} : { deploymentType: mapped.deploymentType }),
    ...(mapped?.dataZone === undefined ? {} : { dataZone: mapped.dataZone }),
  };
  const query: ModelQuery = {
    table,
    family: named.family,
    model: clean.id,
    isAnswered: map !== undefined || context.modelSource !== 'request',
    requestedModel: map === undefined ? (requested?.id ?? null) : null,
    region: mapped?.region ?? named.region,
    context,
    rules,
  };
  const row = map === undefined ? null : table.find(map.priceKey, belongsTo(named.family));
  const resolution = row === null ? resolvers[named.family](query) : found(row, 'mapped');
  const anywhere = map === undefined || resolution.kind === 'found' ? null : table.find(map.priceKey, () => true);
  return { resolution: anywhere === null ? resolution : found(anywhere, 'mapped'), model: clean.id, context, isRouter };
}

/** Reads the option `pricing.models`; throws a `ConfigurationError` for an entry that names nothing. */
export function readModelMap(models: Readonly<Record<string, string | MappedModel>> | undefined): ModelMap {
  const map = new Map<string, MappedModel>();
  for (const [name, value] of Object.entries(models ?? {})) {
    const entry = typeof value === 'string' ? { priceKey: value } : value;
    if (typeof entry?.priceKey !== 'string' || entry.priceKey.trim() === '') {
      const expected = 'the name of a model or price row, or an object with it as priceKey';
      throw wrongOption(`pricing.models["${name}"]`, expected, value);
    }
    map.set(name.trim().toLowerCase(), { ...entry, priceKey: entry.priceKey.trim() });
  }
  return map;
}

function findMapped(named: NamedModel, models: ModelMap): MappedModel | undefined {
  if (models.size === 0) return undefined;
  for (const raw of [named.requestedModel, named.model]) {
    if (raw === null) continue;
    const entry = models.get(raw.trim().toLowerCase()) ?? models.get(cleanModelId(raw, named.family).id.toLowerCase());
    if (entry !== undefined) return entry;
  }
  return undefined;
}
