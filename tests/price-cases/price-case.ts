/** One call with its known price, as the case file writes it. Members that decide nothing are left out. */
export interface PriceCase {
  id: string;
  provider: string;
  /** Wire format of `usage`. */
  api: string;
  model: string;
  responseModel: string | null;
  /** As served. */
  serviceTier?: string;
  usage: Record<string, unknown> | null;
  /** Other parts of the response that decide a price. */
  response?: Record<string, unknown>;
  context?: CaseContext;
  expectedStatus: string;
  priceKey: string | null;
  expectedUsdExact: string | null;
  expectedKnownUsdExact?: string;
  /** Right instead of a partial result, if it is flagged as derived. */
  acceptableUsdExact?: string;
  why: string;
}

/** What is known of a call from elsewhere. What was merely asked for is not read. */
interface CaseContext {
  batch?: boolean;
  baseUrl?: string;
  location?: string;
  region?: string;
  deploymentType?: string;
  dataZone?: string;
  platform?: string;
  modelMap?: Record<string, string>;
  modelRouter?: boolean;
  overrides?: PriceOverride[];
  /** Rows laid over the price file for this case. */
  priceRows?: Record<string, unknown>;
  n?: number;
  size?: string;
  quality?: string;
  images?: number;
  seconds?: number;
  resolution?: string;
  inputCharacters?: number;
  inputTokens?: number;
  queries?: number;
  documentsPerQuery?: number;
  ttlSeconds?: number;
  newContainers?: number;
  webSearchOptions?: { search_context_size?: string };
  imageGenToolModel?: string;
  responseHeaders?: Record<string, string>;
}

/** Prices of the user's own, under the names of the price file. */
export interface PriceOverride {
  match: string;
  mode: 'replace' | 'merge' | 'multiplier';
  rates?: Record<string, string | number>;
  multiplier?: string | number;
}
