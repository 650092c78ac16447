/**
 * What chooses a price besides provider, model, tier, region and items: the keys of `priceContext` in `PriceInput`, in
 * what a reader or plugin reports, and in `details.priceContext` of a stored row. All optional, all text, never a host
 * name. They hold what was *served* or how the client is set up, never what a request merely asked for.
 */
export interface PriceContext {
  /** `true`: the call ran through the provider's batch endpoint. */
  batch?: 'true';
  /** Azure's name of the SKU: `GlobalStandard`, `DataZoneStandard`, `Standard`, `GlobalBatch`, `DataZoneBatch`, `ProvisionedManaged`, … */
  deploymentType?: string;
  /** Azure data zone: `us`, `eu`, `apac`, `us-gov`. */
  dataZone?: string;
  /** OpenAI data residency: the `<place>` of `<place>.api.openai.com`. Absent for `api.openai.com`. */
  residency?: string;
  /** Vertex location: `global`, `us-east5`, … A resource path as model id names it too. */
  location?: string;
  /** Anthropic `usage.speed`: `standard` or `fast`. */
  speed?: string;
  /** Anthropic `usage.inference_geo`: `us`, `global`, `not_available`. */
  inferenceGeo?: string;
  /** `aws`: Anthropic's own API on AWS's Claude Platform. */
  platform?: 'aws';
  /** Only where the endpoint has prices of its own: `decisions` for OpenAI's `/v1/decisions`, `apply-guardrail` for Bedrock's ApplyGuardrail. */
  operation?: string;
  /** Bedrock `performanceConfig.latency`: `standard` or `optimized`. */
  latency?: string;
  /** Web search context size as configured: `low`, `medium`, `high`. @default "medium" */
  searchContextSize?: string;
  /** `true`: the deployment called is Azure's model router; its fee comes on top of the routed model. */
  modelRouter?: 'true';
  /** Of items that are the sum of several requests: the most tokens that any of their prompts had, or `unknown`. Absent: one request. */
  largestPrompt?: string;
  /** `request`: the answer named no model, so `model` is what the request asked for. On Azure that is a deployment name and chooses no price. */
  modelSource?: 'request';
}

/*
 * Items beyond plain tokens, and what their `variant` means:
 *
 * search       quantity = billable web searches. `variant`: the context size, if it differs from `searchContextSize`.
 *              Google grounding reports both ways of counting, since the price row decides which one is billed:
 *              `variant: 'query'` unique non-empty queries over all candidates (only if above 0), and
 *              `variant: 'prompt'` quantity 1 if anything was grounded. The other one is rated 0.
 * map_search   the same two variants, for candidates whose grounding chunks are all Maps.
 *              Maps chunks without a query: `query` 1 and `prompt` 1.
 * code_session quantity = new containers. `variant: 'unknown'`: containers were used, new or not is not known.
 * image        quantity = images. `variant`: `<width>x<height>` or `<width>x<height>/<quality>`, where the price depends on it.
 * second_output, second_input   seconds of media. `variant`: `1080p`, `4k`, or a video's `<width>x<height>`.
 * guardrail_unit  `variant`: the counter's name, `topicPolicyUnits`.
 * page         `variant: 'annotation'` for annotated pages.
 * character    characters in; `variant: 'output'` for characters out.
 * custom:query quantity = rerank units: queries × hundreds of documents, rounded up.
 * custom:cache_token_hour  tokens kept in an explicit cache × hours.
 * Items of another model than the call's (advisor, fallback, image tool) carry `model`.
 * Tokens of OpenAI's image tool whose model is not known carry `variant: 'image_tool'` and no model: they have no rate.
 */
