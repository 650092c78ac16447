import type { CustomPrice, PriceInput } from '../tracker.ts';
import { cleanModelId } from './clean-model-id.ts';
import { readCustomPrices } from './custom-prices.ts';
import { chooseDerivedRules } from './derived-rules.ts';
import type { PriceBook } from './price-book.ts';
import { priceCall } from './price-call.ts';
import type { PriceContext } from './price-context.ts';
import { readPriceFile } from './price-file.ts';
import { createPricePlan, type PricePlan } from './price-plan.ts';
import type { PriceSettings } from './price-settings.ts';
import { createPriceTable, type PriceTable } from './price-table.ts';
import { familyOf, namesOf, type ProviderFamily } from './provider-family.ts';
import { type MappedModel, type ResolvedModel, readModelMap, resolveModel } from './resolve-model.ts';
import { readServedTier } from './served-tier.ts';

/** What an app says about prices. */
export interface PriceBookOptions {
  customPricing?: Readonly<Record<string, CustomPrice>> | undefined;
  models?: Readonly<Record<string, string | MappedModel>> | undefined;
  derivedRules?: Readonly<Record<string, boolean>> | undefined;
}

/**
 * A book of one price file (of LiteLLM's format, parsed), without the bundled prices and without refreshing: for tools
 * and tests. Throws a `TypeError` for what is no price file, a `ConfigurationError` for wrong options.
 */
export function createPriceBook(priceFile: unknown, options: PriceBookOptions & { snapshot?: string } = {}): PriceBook {
  const makeBookOf = readPriceBookOptions(options);
  return makeBookOf(createPriceTable(readPriceFile(priceFile).sources, options.snapshot ?? 'unnamed'));
}

/** Plans are few where models are few; a caller with ever new model names must not fill the memory. */
const mostPlans = 500;

/** Checks what an app says about prices, once; throws a `ConfigurationError`. The result makes a book of any table. */
export function readPriceBookOptions(options: PriceBookOptions): (table: PriceTable) => PriceBook {
  const customPrices = readCustomPrices(options.customPricing);
  const models = readModelMap(options.models);
  const rules = chooseDerivedRules(options.derivedRules);
  return (table) => makeBook({ table, customPrices, models, rules });
}

function makeBook(settings: PriceSettings): PriceBook {
  const { snapshot } = settings.table;
  const known = new Map<string, KnownPlan[]>();
  let plans = 0;
  const findPlan = (input: PriceInput, otherModel?: string): PricePlan => {
    const model = otherModel ?? input.model;
    const hit = known.get(model)?.find((candidate) => isFor(candidate, input, otherModel));
    if (hit !== undefined) return hit.plan;
    if (plans >= mostPlans) {
      known.clear();
      plans = 0;
    }
    const plan = makePlan(settings, input, otherModel);
    const added = { ...input, items: [], priceContext: { ...input.priceContext }, otherModel, plan };
    known.set(model, [...(known.get(model) ?? []), added]);
    plans += 1;
    return plan;
  };
  return { snapshot, price: (input) => priceCall(input, findPlan, snapshot) };
}

/** A plan, and the calls that it is for. */
interface KnownPlan extends PriceInput {
  readonly otherModel: string | undefined;
  readonly plan: PricePlan;
}

function isFor(known: KnownPlan, input: PriceInput, otherModel: string | undefined): boolean {
  return (
    known.provider === input.provider &&
    known.requestedModel === input.requestedModel &&
    known.serviceTier === input.serviceTier &&
    known.region === input.region &&
    known.otherModel === otherModel &&
    isSameContext(known.priceContext, input.priceContext)
  );
}

function isSameContext(left: Record<string, string> = {}, right: Record<string, string> = {}): boolean {
  for (const key in left) if (left[key] !== right[key]) return false;
  for (const key in right) if (left[key] === undefined) return false;
  return true;
}

function makePlan(settings: PriceSettings, input: PriceInput, otherModel: string | undefined): PricePlan {
  const family = familyOf(input.provider);
  const told: PriceContext = input.priceContext ?? {};
  // Another model that took part was named by the answer.
  const { modelSource: _, ...forOther } = told;
  const context = otherModel === undefined ? told : forOther;
  const model = otherModel ?? input.model;
  const requestedModel = otherModel === undefined ? (input.requestedModel ?? null) : null;
  const resolved = resolve(settings, { ...input, model, requestedModel }, family, context);
  const names = customNames(input.provider, family, [resolved.model, model, requestedModel]);
  return createPricePlan({
    settings,
    family,
    model: resolved.model,
    context: resolved.context,
    tier: readServedTier(family, input.serviceTier, resolved.context),
    resolution: resolved.resolution,
    entry: settings.customPrices.find(names),
    isRouter: resolved.isRouter,
  });
}

function resolve(
  settings: PriceSettings,
  input: PriceInput & { requestedModel: string | null },
  family: ProviderFamily | undefined,
  context: PriceContext,
): ResolvedModel {
  const { model, requestedModel, region = null } = input;
  if (family === undefined) {
    const reason = `unknown_provider: no prices are known for ${input.provider}, and customPricing has none for ${model}`;
    return { resolution: { kind: 'unpriced', reason }, model, context, isRouter: false };
  }
  const named = { family, model, requestedModel, region, context };
  return resolveModel(named, settings.table, settings.models, settings.rules);
}

/** What an entry of `customPricing` may call a model: `provider/model` with any name of the provider, then the model alone. */
function customNames(
  provider: string,
  family: ProviderFamily | undefined,
  models: readonly (string | null)[],
): string[] {
  const ids = new Set<string>();
  for (const model of models) {
    if (model === null) continue;
    if (family !== undefined) ids.add(cleanModelId(model, family).id);
    ids.add(model);
  }
  const providers = new Set([provider, ...(family === undefined ? [] : namesOf(family))]);
  return [...[...ids].flatMap((id) => [...providers].map((name) => `${name}/${id}`)), ...ids];
}
