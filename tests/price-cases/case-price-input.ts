import type { CustomPrice, PriceInput, ReportedUsage } from '@llm-tracker/core';
import type { PriceCase, PriceOverride } from './price-case.ts';

const providers: Readonly<Record<string, string>> = { anthropic: 'claude' };

/** The price book's input for a case, made as core and provider plugins make it from an answer and a client's settings. */
export function casePriceInput(input: PriceCase, usage: ReportedUsage | null): PriceInput {
  const { context = {}, provider, responseModel, model, serviceTier } = input;
  const answered = usage?.model ?? responseModel ?? undefined;
  return {
    provider: providers[provider] ?? provider,
    model: answered ?? model,
    requestedModel: model,
    serviceTier: usage?.serviceTier ?? serviceTier ?? null,
    region: context.region ?? null,
    items: withInput(withContainers(usage?.items ?? [], context.newContainers), context.inputTokens),
    priceContext: { ...usage?.priceContext, ...contextOf(input, answered !== undefined) },
    promptTokens: usage?.promptTokens,
    completionTokens: usage?.completionTokens,
  };
}

/** The user's prices of a case as `customPricing`; entries of one pattern come together. */
export function caseCustomPricing(overrides: readonly PriceOverride[] = []): Record<string, CustomPrice> {
  const prices: Record<string, CustomPrice> = {};
  for (const { match, mode, rates = {}, multiplier } of overrides) {
    const before = prices[match] ?? {};
    prices[match] = {
      rates: { ...before.rates, ...Object.fromEntries(Object.entries(rates).map(perUnit)) },
      multiplier: multiplier ?? before.multiplier,
      mode: mode === 'replace' ? 'replace' : (before.mode ?? 'merge'),
    };
  }
  return prices;
}

/** Only the caller knows which containers were new. */
function withContainers(items: PriceInput['items'], newContainers: number | undefined): PriceInput['items'] {
  if (newContainers === undefined) return items;
  const others = items.filter(({ unit }) => unit !== 'code_session');
  return newContainers === 0 ? others : [...others, { unit: 'code_session', quantity: newContainers }];
}

/** What the request alone tells stands in for what the answer leaves out. */
function withInput(items: PriceInput['items'], inputTokens: number | undefined): PriceInput['items'] {
  if (inputTokens === undefined || items.some(({ unit }) => unit === 'input')) return items;
  return [...items, { unit: 'input', quantity: inputTokens }];
}

function contextOf({ api, context = {} }: PriceCase, isAnswered: boolean): Record<string, string> {
  const residency = /^https:\/\/([a-z]+)\.api\.openai\.com(\/|$)/.exec(context.baseUrl ?? '')?.[1];
  const known = {
    batch: context.batch === true ? 'true' : undefined,
    deploymentType: context.deploymentType,
    dataZone: context.dataZone,
    location: context.location,
    platform: context.platform,
    modelRouter: context.modelRouter === true ? 'true' : undefined,
    searchContextSize: context.webSearchOptions?.search_context_size,
    residency,
    operation: api === 'applyGuardrail' ? 'apply-guardrail' : undefined,
    modelSource: isAnswered ? undefined : 'request',
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]])),
  );
}

const perMillion = '_per_million_tokens';

function perUnit([key, rate]: [string, string | number]): [string, string] {
  if (!key.endsWith(perMillion)) return [unitOf(key), String(rate)];
  const [digits, exponent = '0'] = String(rate).toLowerCase().split('e');
  return [unitOf(`${key.slice(0, -perMillion.length)}_per_token`), `${digits}e${Number(exponent) - 6}`];
}

const units: Readonly<Record<string, string>> = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  output_cost_per_image: 'image',
  input_cost_per_image: 'image',
  input_cost_per_second: 'second_input',
  output_cost_per_second: 'second_output',
  output_cost_per_video_per_second: 'second_output',
  input_cost_per_character: 'character',
  input_cost_per_query: 'custom:query',
  search_context_cost_per_query: 'search',
  google_maps_grounding_cost_per_query: 'map_search',
  code_interpreter_cost_per_session: 'code_session',
};

/** `input_cost_per_million_tokens` and `input_cost_per_token_per_million_tokens` both mean the key per token. */
function unitOf(key: string): string {
  const name = key.replace('_per_token_per_token', '_per_token').replace('token_cost_per_token', 'token_cost');
  return units[name] ?? name;
}
