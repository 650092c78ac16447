import type { FieldSpec, RecordField, StoredFieldName } from './record-field.ts';

const defaultMaxLength = 256;

/**
 * The one table of columns, in their order: column definitions, codecs, inserts, sums, filters and the documentation come from it.
 * A field that is added after the first release must be nullable: rows written before have no value for it.
 */
const specs: { readonly [Name in StoredFieldName]: FieldSpec<Name> } = {
  requestId: { storedName: 'request_id', kind: 'uuid', nullable: false, description: 'Id of the call (UUID).' },
  revision: {
    storedName: 'revision',
    kind: 'integer',
    nullable: false,
    description: '0 provisional, 1 settled, 2 and up corrected; the highest one stays.',
  },
  origin: {
    storedName: 'origin',
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['call', 'import', 'fold', 'adjustment'],
    filterable: true,
    groupable: true,
    description: 'call, import (a usage report), fold (calls whose detail was dropped) or adjustment.',
  },
  callCount: {
    storedName: 'call_count',
    kind: 'integer',
    nullable: false,
    summedAs: 'totalRequests',
    description: 'How many calls the row stands for; sum it to count requests.',
  },
  projectName: {
    storedName: 'project_name',
    kind: 'text',
    nullable: false,
    filterable: true,
    groupable: true,
    description: 'Project that the call belongs to.',
  },
  teamName: {
    storedName: 'team_name',
    kind: 'text',
    nullable: true,
    filterable: true,
    groupable: true,
    description: 'Team that the call belongs to.',
  },
  userId: {
    storedName: 'user_id',
    kind: 'text',
    nullable: true,
    filterable: true,
    groupable: true,
    description: 'User that the call belongs to, as the app names it.',
  },
  sessionId: {
    storedName: 'session_id',
    kind: 'text',
    nullable: true,
    filterable: true,
    description: 'Session that the call belongs to.',
  },
  traceId: { storedName: 'trace_id', kind: 'text', nullable: true, description: 'Trace that the call belongs to.' },
  tags: {
    storedName: 'tags',
    kind: 'json',
    nullable: false,
    filterable: true,
    description: 'Free keys and values of the app.',
  },
  provider: {
    storedName: 'provider',
    kind: 'text',
    nullable: false,
    filterable: true,
    groupable: true,
    description: 'Provider whose prices apply.',
  },
  operation: {
    storedName: 'operation',
    kind: 'text',
    nullable: false,
    filterable: true,
    groupable: true,
    description: 'Kind of call: chat, responses, messages, embeddings, …',
  },
  model: {
    storedName: 'model',
    kind: 'text',
    nullable: false,
    filterable: true,
    groupable: true,
    description: 'Model that answered.',
  },
  requestedModel: {
    storedName: 'requested_model',
    kind: 'text',
    nullable: true,
    description: 'Model or deployment asked for.',
  },
  serviceTier: {
    storedName: 'service_tier',
    kind: 'text',
    nullable: true,
    groupable: true,
    description: 'Service tier as served.',
  },
  region: { storedName: 'region', kind: 'text', nullable: true, description: 'Region that served the call.' },
  timestamp: { storedName: 'timestamp', kind: 'instant', nullable: false, description: 'Start of the call, UTC.' },
  recordedAt: {
    storedName: 'recorded_at',
    kind: 'instant',
    nullable: false,
    description: 'When this revision was made, UTC.',
  },
  latencyMs: {
    storedName: 'latency_ms',
    kind: 'integer',
    nullable: true,
    description: 'Milliseconds to the end of the answer.',
  },
  timeToFirstTokenMs: {
    storedName: 'time_to_first_token_ms',
    kind: 'integer',
    nullable: true,
    description: 'Milliseconds to the first token of a streamed answer.',
  },
  success: {
    storedName: 'success',
    kind: 'boolean',
    nullable: false,
    filterable: true,
    groupable: true,
    description: 'Whether the app got its answer.',
  },
  streamed: {
    storedName: 'streamed',
    kind: 'boolean',
    nullable: false,
    description: 'Whether the answer was a stream.',
  },
  attempts: {
    storedName: 'attempts',
    kind: 'integer',
    nullable: false,
    description: 'HTTP attempts, retries included.',
  },
  httpStatus: {
    storedName: 'http_status',
    kind: 'integer',
    nullable: true,
    description: 'HTTP status of the last attempt.',
  },
  errorCode: {
    storedName: 'error_code',
    kind: 'text',
    nullable: true,
    groupable: true,
    description: "The provider's code, or aborted, interrupted, denied.",
  },
  error: { storedName: 'error', kind: 'text', nullable: true, maxLength: 2048, description: 'Scrubbed error message.' },
  responseId: {
    storedName: 'response_id',
    kind: 'text',
    nullable: true,
    description: "The provider's id of the answer.",
  },
  providerRequestId: {
    storedName: 'provider_request_id',
    kind: 'text',
    nullable: true,
    description: "The provider's id of the HTTP request.",
  },
  usageSource: {
    storedName: 'usage_source',
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['reported', 'partial', 'pending', 'none'],
    filterable: true,
    description: 'reported, partial (cut short), pending (known later) or none.',
  },
  promptTokens: {
    storedName: 'prompt_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalPromptTokens',
    description: 'All input tokens, cached and written included.',
  },
  completionTokens: {
    storedName: 'completion_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalCompletionTokens',
    description: 'All output tokens, reasoning included.',
  },
  totalTokens: {
    storedName: 'total_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalTokens',
    description: 'Input and output tokens.',
  },
  cachedPromptTokens: {
    storedName: 'cached_prompt_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalCachedPromptTokens',
    description: 'Input tokens read from a cache.',
  },
  cacheWriteTokens: {
    storedName: 'cache_write_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalCacheWriteTokens',
    description: 'Input tokens written to a cache.',
  },
  reasoningTokens: {
    storedName: 'reasoning_tokens',
    kind: 'integer',
    nullable: true,
    summedAs: 'totalReasoningTokens',
    description: 'Output tokens spent on reasoning.',
  },
  costStatus: {
    storedName: 'cost_status',
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['priced', 'stated', 'free', 'partial', 'unpriced', 'committed', 'unmeasured', 'invalid'],
    filterable: true,
    groupable: true,
    description: 'priced, stated or free; with any other status the cost is unknown.',
  },
  costUsdExact: {
    storedName: 'cost_usd',
    kind: 'decimal',
    nullable: true,
    summedAs: 'totalCostUsdExact',
    description: 'Cost in USD, exact; null when unknown.',
  },
  priceKey: { storedName: 'price_key', kind: 'text', nullable: true, description: 'Price row used.' },
  priceSnapshot: { storedName: 'price_snapshot', kind: 'text', nullable: true, description: 'Price file used.' },
  details: {
    storedName: 'details',
    kind: 'json',
    nullable: false,
    description: 'Line items of the cost and what else is read with a single call.',
  },
};

/** The table of columns by field name; `Object.values` gives them in their order. */
export const recordFields: { readonly [Name in StoredFieldName]: RecordField & { readonly name: Name } } = named(specs);

function named(table: typeof specs): typeof recordFields {
  const fields = Object.entries(table).map(([name, spec]) => [
    name,
    { maxLength: spec.kind === 'text' ? defaultMaxLength : null, ...spec, name },
  ]);
  return Object.fromEntries(fields);
}
