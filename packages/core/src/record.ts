// What is stored, and how it is asked for. Types only: no logic, no vendor, no database.

/** Who a call belongs to. Inner scopes override outer ones field by field; `tags` are merged. */
export interface Attribution {
  projectName?: string | undefined;
  teamName?: string | undefined;
  userId?: string | undefined;
  sessionId?: string | undefined;
  traceId?: string | undefined;
  tags?: Record<string, string> | undefined;
}

/** Something a provider charges for. Units are disjoint: a cached token is not also an `input` token, a reasoning token not also an `output` token. */
export type UsageUnit =
  | 'input'
  | 'input_cache_read'
  | 'input_cache_write'
  | 'input_cache_write_30m'
  | 'input_cache_write_1h'
  | 'input_cache_write_12h'
  | 'input_audio'
  | 'input_audio_cache_read'
  | 'input_image'
  | 'input_image_cache_read'
  | 'input_video'
  | 'input_video_cache_read'
  | 'output'
  | 'output_reasoning'
  | 'output_audio'
  | 'output_image'
  | 'output_video'
  | 'request'
  | 'image'
  | 'character'
  | 'page'
  | 'pixel'
  | 'second_input'
  | 'second_output'
  | 'search'
  | 'map_search'
  | 'file_search'
  | 'code_session'
  | 'guardrail_unit'
  | `custom:${string}`;

/** A quantity as reported, never estimated. */
export interface UsageItem {
  unit: UsageUnit;
  /** A non-negative integer for tokens and requests; seconds may be fractional. */
  quantity: number;
  /** Set when not the call's own model did the work (advisor, fallback, image tool). */
  model?: string;
  /** What else the price depends on, e.g. `1024x1024/hd`. */
  variant?: string;
}

/** A usage item with its arithmetic: `amountUsd = quantity × rateUsd × factor`, exactly. */
export interface LineItem extends UsageItem {
  /** USD per unit as a decimal string; null when no rate is known. */
  rateUsd: string | null;
  /** Decimal string. @default "1" */
  factor?: string;
  /** Decimal string; null when no rate is known. */
  amountUsd: string | null;
  /** Key in the price row, or the rule that derived the rate. */
  rateKey: string | null;
}

/** `partial`: the answer was cut short. `pending`: known later. `none`: never reported. */
export type UsageSource = 'reported' | 'partial' | 'pending' | 'none';

/** Only `priced`, `stated` (by the provider itself) and `free` (known not to be billed) have a cost; with all others it is null. */
export type CostStatus = 'priced' | 'stated' | 'free' | 'partial' | 'unpriced' | 'committed' | 'unmeasured' | 'invalid';

/** `import`: from a provider's usage report. `fold`: sum of calls whose detail was dropped. `adjustment`: correction of a closed period. */
export type RecordOrigin = 'call' | 'import' | 'fold' | 'adjustment';

/** One stored row. Every field is always present; null means unknown or not applicable, never zero. */
export interface TrackingData {
  /** UUID: version 7 from the start of the call, or the same shape derived from a `dedupeKey`. */
  requestId: string;
  /** 0 provisional (interrupted, or pending), 1 settled, 2 and up corrected. The highest one wins, in whatever order they arrive. */
  revision: number;
  origin: RecordOrigin;
  /** How many calls the row stands for: 1; 0 for a correction; n for a fold or an import. Requests are counted by summing it. */
  callCount: number;
  projectName: string;
  teamName: string | null;
  userId: string | null;
  sessionId: string | null;
  traceId: string | null;
  tags: Record<string, string>;
  /** `openai`, `claude`, `gemini`, `vertex`, `azure`, `bedrock`, or a third party's id: whose prices apply. */
  provider: string;
  /** `chat`, `responses`, `messages`, `embeddings`, `images`, … */
  operation: string;
  /** The model that answered; the one asked for when the answer names none. */
  model: string;
  requestedModel: string | null;
  /** As served: `standard`, `flex`, `priority`, `batch`, … */
  serviceTier: string | null;
  region: string | null;
  /** Start of the call. Never changes with a revision. */
  timestamp: Date;
  /** When this revision was made. */
  recordedAt: Date;
  /** Integer milliseconds to the end of the answer; null for rows that are not one call. */
  latencyMs: number | null;
  timeToFirstTokenMs: number | null;
  /** What the app saw: a promise that resolved and a stream that did not throw. */
  success: boolean;
  streamed: boolean;
  /** HTTP attempts, the SDK's retries included. */
  attempts: number;
  httpStatus: number | null;
  /** The provider's code, or ours: `aborted`, `interrupted`, `denied`. */
  errorCode: string | null;
  /** Scrubbed message. */
  error: string | null;
  /** The provider's id of the answer. */
  responseId: string | null;
  /** The provider's id of the HTTP request. */
  providerRequestId: string | null;
  usageSource: UsageSource;
  /** All input, cached and written included. Null when no such unit was reported. */
  promptTokens: number | null;
  /** All output, reasoning included. Null when no such unit was reported. */
  completionTokens: number | null;
  /** Both. Null when neither was reported. */
  totalTokens: number | null;
  cachedPromptTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  costStatus: CostStatus;
  /** The number nearest to `costUsdExact`, for display. Not a column. */
  costUsd: number | null;
  /** Decimal string, at most 12 decimals: the column `cost_usd`. */
  costUsdExact: string | null;
  /** Price row used, e.g. `azure/gpt-4o-2024-08-06`. */
  priceKey: string | null;
  /** Price file used, e.g. `2026-11-23-9f2c41d0`. */
  priceSnapshot: string | null;
  /** The one JSON column besides `tags`: what is read with a single call and never summed, filtered or grouped. */
  details: RecordDetails;
}

/** Grows by optional members only. */
export interface RecordDetails {
  lineItems?: LineItem[];
  /** Why there is no cost. */
  costReason?: string;
  /** With `partial`: what could be rated, as a decimal string. */
  knownCostUsd?: string;
  /** How the price was found: `flags` of its `Cost`. */
  priceFlags?: string[];
  /** What else chose the price (deployment type, data zone, residency, location, batch, speed …); never a host name. */
  priceContext?: Record<string, string>;
  /** Least and most that an answer cut short may cost. */
  costBoundsUsd?: { low: string; high: string };
  /** Former costs, oldest first. */
  costHistory?: {
    revisedAt: string;
    costUsdExact: string | null;
    costStatus: CostStatus;
    /** With `partial`, as in `details`. */
    knownCostUsd?: string;
    priceSnapshot: string | null;
    /** Why the cost after it took its place. */
    reason: string;
  }[];
}

/** Every given field must match. */
export interface StatsFilter {
  projectName?: string | undefined;
  teamName?: string | undefined;
  userId?: string | undefined;
  sessionId?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  operation?: string | undefined;
  success?: boolean | undefined;
  costStatus?: CostStatus | undefined;
  origin?: RecordOrigin | undefined;
  /** Every given tag must be present with exactly this value. */
  tags?: Record<string, string> | undefined;
  /** Included. */
  startDate?: Date | undefined;
  /** Not included. */
  endDate?: Date | undefined;
}

/** The eight numbers; unknown tokens and costs add nothing. */
export interface UsageStats {
  totalRequests: number;
  successfulRequests: number;
  failedRequests: number;
  totalTokens: number;
  totalPromptTokens: number;
  totalCompletionTokens: number;
  totalCostUsd: number;
  /** Integer sum divided by the count of the non-null; 0 when there is none. */
  avgLatencyMs: number;
  /** The same sum as a decimal string, to the last digit. */
  totalCostUsdExact?: string;
}

/** Everything that can be summed. A cost total is complete when `requestsWithoutCost` is 0. */
export interface UsageTotals extends UsageStats {
  totalCostUsdExact: string;
  totalCachedPromptTokens: number;
  totalCacheWriteTokens: number;
  totalReasoningTokens: number;
  requestsWithoutCost: number;
  foldedRequests: number;
  /** Null unless asked for. Nearest rank: the smallest stored latency with at least p % of the non-null latencies at or below it; exact on every database. */
  latencyPercentilesMs: { p50: number; p95: number; p99: number } | null;
}

/** What a breakdown can be grouped by. */
export type GroupKey =
  | 'projectName'
  | 'teamName'
  | 'userId'
  | 'provider'
  | 'model'
  | 'operation'
  | 'serviceTier'
  | 'success'
  | 'errorCode'
  | 'costStatus'
  | 'origin'
  | `tags.${string}`;

/** Totals per group and interval. */
export interface BreakdownQuery<Key extends GroupKey = GroupKey> extends StatsFilter {
  /** @default none: one row, the totals */
  groupBy?: readonly Key[] | undefined;
  interval?: 'hour' | 'day' | 'week' | 'month' | undefined;
  /** IANA zone in which intervals are cut; weeks start on Monday. @default "UTC" */
  timeZone?: string | undefined;
  /** @default false */
  percentiles?: boolean | undefined;
  /** Highest first; `period` oldest first. @default "period" with an interval, else "cost" */
  orderBy?: 'period' | 'cost' | 'requests' | 'tokens' | undefined;
  /** @default 1000 */
  limit?: number | undefined;
}

/** One row of a breakdown. A group value is the field's text (`success` as "true" or "false"), null when absent. */
export interface BreakdownRow<Key extends GroupKey = GroupKey> {
  group: Record<Key, string | null>;
  /** Start of the interval, null without one. */
  periodStart: Date | null;
  totals: UsageTotals;
}

/** Which calls to list. */
export interface CallQuery extends StatsFilter {
  requestIds?: readonly string[] | undefined;
  usageSource?: UsageSource | undefined;
  /** @default "newest" */
  order?: 'newest' | 'oldest' | undefined;
  /** The last row of the page before. */
  after?: Pick<TrackingData, 'timestamp' | 'requestId'> | undefined;
  /** @default 100 */
  limit?: number | undefined;
}

/** `batchId`: the same for the same rows at every repetition. `signal`: aborted when core stops waiting. */
export interface WriteContext {
  batchId: string;
  signal: AbortSignal;
}

/** `readOnly`: nothing will be written; change no schema. `migrations: 'check'`: rows will be, but change no schema either. */
export interface ConnectOptions {
  readOnly?: boolean;
  migrations?: 'check';
}

/** A database. Throw anything; never queue, retry or time. An absent member means that the feature is absent, never that it behaves differently. */
export interface DatabaseAdapter {
  /** Which table of which database, without secrets: keeps the spools of two databases apart. @default class name and project */
  readonly target?: string;
  connect(options?: ConnectOptions): Promise<void>;
  disconnect(): Promise<void>;
  /** Resolves when durable. If `requestId` is stored, the row with the higher `revision` stays; with equal ones the stored row. */
  save(data: TrackingData, context?: WriteContext): Promise<void>;
  /** As `save`. Repeated until it resolves; sorted by id, no id twice. @default one `save` each */
  saveBatch?(data: readonly TrackingData[], context?: WriteContext): Promise<void>;
  /** Used only without `getBreakdown`. */
  getStats?(filter: StatsFilter): Promise<UsageStats>;
  getBreakdown?(query: BreakdownQuery): Promise<BreakdownRow[]>;
  listCalls?(query: CallQuery): Promise<TrackingData[]>;
  /** Deletes older rows in bounded steps; returns how many. */
  deleteBefore?(date: Date): Promise<number>;
  /** `retry`: later, as long as it lasts. `split`: something in this batch is at fault. `park`: somebody must act first. @default "retry" */
  classifyError?(error: unknown): 'retry' | 'split' | 'park';
}
