// What apps import: "@llm-tracker/core". Types only.
import type { TrackerPlugin } from './plugin.ts';
import type {
  Attribution,
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  CostStatus,
  DatabaseAdapter,
  GroupKey,
  LineItem,
  RecordOrigin,
  StatsFilter,
  TrackingData,
  UsageItem,
  UsageSource,
  UsageStats,
  UsageUnit,
} from './record.ts';

/** What `createTracker` takes. An unknown or malformed option throws a `ConfigurationError` that names it. */
export interface TrackerOptions {
  projectName: string;
  teamName?: string | undefined;
  database: DatabaseAdapter;
  /** By model, `provider/model` or glob; above every other price. */
  customPricing?: Record<string, CustomPrice> | undefined;
  pricing?: PricingOptions | undefined;
  /** Backoff, with full jitter. After `maxRetries` nothing is dropped: database writes are tried on every `maxDelayMs`. @default { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 10000, backoffMultiplier: 2 } */
  retry?: RetryOptions | undefined;
  /** @default 100 */
  batchSize?: number | undefined;
  /** @default 1000 */
  batchIntervalMs?: number | undefined;
  /** Asked at the start of each call: the bridge to a context that the app already keeps. */
  attribution?: (() => Attribution | undefined) | undefined;
  /** @default warnings and errors to the console, rate-limited */
  onEvent?: ((event: TrackerEvent) => void) | undefined;
}

/** How database writes are repeated. */
export interface RetryOptions {
  /** @default 3 */
  maxRetries?: number | undefined;
  /** @default 1000 */
  initialDelayMs?: number | undefined;
  /** @default 10000 */
  maxDelayMs?: number | undefined;
  /** @default 2 */
  backoffMultiplier?: number | undefined;
}

/** Where list prices come from, and what responses do not tell about models. */
export interface PricingOptions {
  /** Price file in LiteLLM's format: https URL, `file:` URL or path. @default LiteLLM's public file, over the bundled copy of it */
  source?: string | undefined;
  /** How often the source is read again. 0: never; a source named here is then read once. @default 86400000, a day */
  refreshIntervalMs?: number | undefined;
  /** Azure deployment, ARN or tuned id to what it is: the name of a price row, or a model id of the same provider. */
  models?:
    | Record<
        string,
        | string
        | {
            priceKey: string;
            deploymentType?: string | undefined;
            dataZone?: string | undefined;
            region?: string | undefined;
          }
      >
    | undefined;
  /** Switches the documented rules for prices that the file lacks, by name: `{ 'tool-prices': true }`. */
  derivedRules?: Record<string, boolean> | undefined;
}

/** USD per unit; numbers are read by their decimal digits. */
export interface CustomPrice {
  inputCostPerToken?: number | string | undefined;
  outputCostPerToken?: number | string | undefined;
  /** Any other unit. */
  rates?: Partial<Record<UsageUnit, number | string>> | undefined;
  multiplier?: number | string | undefined;
  /** `merge` overrides field by field, `replace` stands alone. @default "merge" */
  mode?: 'merge' | 'replace' | undefined;
}

/** What `openDatabase` takes. An unknown or malformed option throws a `ConfigurationError` that names it. */
export interface OpenDatabaseOptions {
  /** False for upkeep: `reprice` and `deleteBefore`. The schema stays as it is in any case. @default true */
  readOnly?: boolean | undefined;
  /** Where `reprice` has its prices from. */
  pricing?: PricingOptions | undefined;
  /** By model, `provider/model` or glob; above every other price. */
  customPricing?: Record<string, CustomPrice> | undefined;
}

/**
 * Reading and upkeep: all that a dashboard or a command line needs. What the adapter lacks raises `UnsupportedOperationError`.
 * On a tracker, each first delivers what this process accepted before, for at most 1 s: a call just made is in the answer.
 */
export interface UsageDatabase {
  /** Rejects for what only a person can mend (driver, credentials, schema); an absent database is waited for in the background. */
  connect(): Promise<void>;
  getStats(filter?: StatsFilter): Promise<UsageStats>;
  getBreakdown<Key extends GroupKey = never>(query?: BreakdownQuery<Key>): Promise<BreakdownRow<Key>[]>;
  listCalls(query?: CallQuery): Promise<TrackingData[]>;
  /** The arithmetic of one cost; null when the id is unknown. */
  explain(requestId: string): Promise<Explanation | null>;
  /**
   * Prices stored calls again from their line items, as new revisions; old amounts stay in `details.costHistory` with the
   * `reason`. Rows without items, stated, free, invalid, provisional and folded ones are only counted. Ended by an error, it
   * keeps what it wrote, and the same query does the rest. `dryRun` writes nothing. @default dryRun false
   */
  reprice(query: StatsFilter & { reason: string; dryRun?: boolean | undefined }): Promise<RepriceReport>;
  /** Deletes the calls that started before `date`; returns how many rows. */
  deleteBefore(date: Date): Promise<number>;
  disconnect(): Promise<unknown>;
}

/** Tracks calls, delivers records, answers questions. */
export interface Tracker extends UsageDatabase {
  /** Installs a plugin; `attribution` applies to every call that it observes. */
  use<Result>(plugin: TrackerPlugin<Result>, attribution?: Attribution): Result;
  /** Every call begun inside `fn`, also later and asynchronously, belongs to `attribution`. */
  run<Result>(attribution: Attribution, fn: () => Result): Result;
  /** Records what nothing observed: an import, a batch line, a provider without a plugin. Returns its id. */
  record(input: RecordInput): string;
  /** What such usage costs, or would cost. */
  price(input: PriceInput): Cost;
  /** Delivers what was accepted before, or as much as the deadline allows. Never rejects. `timeoutMs` @default 5000 */
  flush(options?: { timeoutMs?: number }): Promise<DeliveryBalance>;
  health(): TrackerHealth;
  /** Idempotent; says what remains. `timeoutMs` @default 5000 */
  disconnect(options?: { timeoutMs?: number }): Promise<DeliveryBalance>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Usage to be priced. */
export interface PriceInput {
  provider: string;
  model: string;
  requestedModel?: string | null | undefined;
  serviceTier?: string | null | undefined;
  region?: string | null | undefined;
  items: readonly UsageItem[];
  /** Keys as in `PriceContext`. */
  priceContext?: Record<string, string> | undefined;
  /** The provider's own totals, as in `ReportedUsage`: if the items do not sum to them, the cost is `invalid`. */
  promptTokens?: number | undefined;
  completionTokens?: number | undefined;
}

/** The cost of some usage. `costUsd` is null unless `status` is `priced`, `stated` or `free`. */
export interface Cost {
  status: CostStatus;
  costUsd: number | null;
  costUsdExact: string | null;
  lineItems: LineItem[];
  priceKey: string | null;
  priceSnapshot: string;
  reason: string | null;
  /** With `partial`: what could be rated, as a decimal string. Absent when nothing could. */
  knownCostUsd?: string;
  /** How the price was found, where that is not plain: `retired-row`, `derived:<rule>`, `backfilled:<row>`, `multiplier:<key>=1.1`, … */
  flags?: string[];
}

/** A record that nothing observed. */
export interface RecordInput extends PriceInput {
  operation: string;
  /** Stored once under this key, whichever process records it. @default a new id */
  dedupeKey?: string | undefined;
  /** Belongs to the key. */
  createdAt?: Date | undefined;
  /** @default 1 */
  revision?: number | undefined;
  /** @default "call" */
  origin?: RecordOrigin | undefined;
  /** @default 1 */
  callCount?: number | undefined;
  timestamp?: Date | undefined;
  latencyMs?: number | undefined;
  responseId?: string | undefined;
  /** Decimal string: the provider's own amount. */
  statedCostUsd?: string | undefined;
  /** @default true */
  success?: boolean | undefined;
  errorCode?: string | undefined;
  error?: string | undefined;
  /** @default "reported" */
  usageSource?: UsageSource | undefined;
  /** Absent: that of the surrounding `run`; for a keyed record or a `revision` above 1, that of the stored row if there is one. */
  attribution?: Attribution | undefined;
}

/** One record with its arithmetic, as items and as text. */
export interface Explanation {
  record: TrackingData;
  lineItems: LineItem[];
  text: string;
}

/** What `reprice` did, or with `dryRun` would do: all matching rows, those with another cost, and the sum of all matching costs in USD as decimal text. */
export interface RepriceReport {
  examined: number;
  changed: number;
  beforeUsd: string;
  afterUsd: string;
}

/** Counted in records. `captured + adopted = stored + pending + deadLettered + folded`, always. */
export interface DeliveryBalance {
  captured: number;
  /** From processes that died. */
  adopted: number;
  /** The database acknowledged it, or a higher revision of it. */
  stored: number;
  pending: number;
  /** The part of `pending` that outlives this process. */
  pendingOnDisk: number;
  deadLettered: number;
  folded: number;
}

/** How delivery stands, and which models have no price. */
export interface TrackerHealth extends DeliveryBalance {
  database: 'unconnected' | 'available' | 'unavailable' | 'parked';
  /** Age of the oldest pending record; 0 when there is none. */
  oldestPendingMs: number;
  /** `provider/model`, in the order in which they were met; at most 100. */
  unpricedModels: string[];
  priceSnapshot: string;
}

/** `type` is stable, `message` is not. `error` is scrubbed: never a driver's object (it may hold values), never its cause. Plugins use `<plugin>:<event>`. */
export interface TrackerEvent {
  type:
    | 'unpriced_model'
    | 'database_unavailable'
    | 'database_available'
    | 'dead_letter'
    | 'plugin_failed'
    | 'price_refresh_failed'
    | `${string}:${string}`;
  level: 'info' | 'warning' | 'error';
  message: string;
  plugin?: string;
  error?: { name: string; code: string | null; message: string };
  details?: Record<string, string | number | null>;
}
