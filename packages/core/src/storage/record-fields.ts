import type { FieldSpec, RecordField, StoredFieldName } from './record-field.ts';

const defaultMaxLength = 256;

/**
 * The one table of columns, in their order: column definitions, codecs, inserts, sums and filters come from it;
 * `columnComments` says what each holds. A field that is added after the first release must be nullable: rows written before have no value for it.
 */
const specs: { readonly [Name in StoredFieldName]: FieldSpec<Name> } = {
  requestId: { kind: 'uuid', nullable: false },
  revision: { kind: 'integer', nullable: false },
  origin: {
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['call', 'import', 'fold', 'adjustment'],
    filterable: true,
    groupable: true,
  },
  callCount: { kind: 'integer', nullable: false, summedAs: 'totalRequests' },
  projectName: { kind: 'text', nullable: false, filterable: true, groupable: true },
  teamName: { kind: 'text', nullable: true, filterable: true, groupable: true },
  userId: { kind: 'text', nullable: true, filterable: true, groupable: true },
  sessionId: { kind: 'text', nullable: true, filterable: true },
  traceId: { kind: 'text', nullable: true },
  tags: { kind: 'json', nullable: false, filterable: true },
  provider: { kind: 'text', nullable: false, filterable: true, groupable: true },
  operation: { kind: 'text', nullable: false, filterable: true, groupable: true },
  model: { kind: 'text', nullable: false, filterable: true, groupable: true },
  requestedModel: { kind: 'text', nullable: true },
  serviceTier: { kind: 'text', nullable: true, groupable: true },
  region: { kind: 'text', nullable: true },
  timestamp: { kind: 'instant', nullable: false },
  recordedAt: { kind: 'instant', nullable: false },
  latencyMs: { kind: 'integer', nullable: true },
  timeToFirstTokenMs: { kind: 'integer', nullable: true },
  success: { kind: 'boolean', nullable: false, filterable: true, groupable: true },
  streamed: { kind: 'boolean', nullable: false },
  attempts: { kind: 'integer', nullable: false },
  httpStatus: { kind: 'integer', nullable: true },
  errorCode: { kind: 'text', nullable: true, groupable: true },
  error: { kind: 'text', nullable: true, maxLength: 2048 },
  responseId: { kind: 'text', nullable: true },
  providerRequestId: { kind: 'text', nullable: true },
  usageSource: {
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['reported', 'partial', 'pending', 'none'],
    filterable: true,
  },
  promptTokens: { kind: 'integer', nullable: true, summedAs: 'totalPromptTokens' },
  completionTokens: { kind: 'integer', nullable: true, summedAs: 'totalCompletionTokens' },
  totalTokens: { kind: 'integer', nullable: true, summedAs: 'totalTokens' },
  cachedPromptTokens: { kind: 'integer', nullable: true, summedAs: 'totalCachedPromptTokens' },
  cacheWriteTokens: { kind: 'integer', nullable: true, summedAs: 'totalCacheWriteTokens' },
  reasoningTokens: { kind: 'integer', nullable: true, summedAs: 'totalReasoningTokens' },
  costStatus: {
    kind: 'text',
    nullable: false,
    maxLength: 16,
    values: ['priced', 'stated', 'free', 'partial', 'unpriced', 'committed', 'unmeasured', 'invalid'],
    filterable: true,
    groupable: true,
  },
  costUsdExact: { storedName: 'cost_usd', kind: 'decimal', nullable: true, summedAs: 'totalCostUsdExact' },
  priceKey: { kind: 'text', nullable: true },
  priceSnapshot: { kind: 'text', nullable: true },
  details: { kind: 'json', nullable: false },
};

/** The table of columns by field name; `Object.values` gives them in their order. */
export const recordFields: { readonly [Name in StoredFieldName]: RecordField & { readonly name: Name } } = named(specs);

function named(table: typeof specs): typeof recordFields {
  const fields = Object.entries(table).map(([name, spec]) => {
    const storedName = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [name, { storedName, maxLength: spec.kind === 'text' ? defaultMaxLength : null, ...spec, name }];
  });
  return Object.fromEntries(fields);
}
