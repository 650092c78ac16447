import type { Retry } from './delivery/backoff.ts';
import { ConfigurationError } from './errors.ts';
import { nearestName } from './nearest-name.ts';
import type { DatabaseAdapter } from './record.ts';
import type { CustomPrice, OpenDatabaseOptions, PricingOptions, RetryOptions, TrackerOptions } from './tracker.ts';
import { wrongOption } from './wrong-option.ts';

/** `TrackerOptions` that were checked, with every default resolved. */
export interface CheckedOptions {
  readonly projectName: string;
  readonly teamName: string | undefined;
  readonly database: DatabaseAdapter;
  readonly customPricing: TrackerOptions['customPricing'];
  readonly pricing: TrackerOptions['pricing'];
  readonly retry: Retry;
  readonly batchSize: number;
  readonly batchIntervalMs: number;
  readonly attribution: TrackerOptions['attribution'];
  readonly onEvent: TrackerOptions['onEvent'];
}

/** `OpenDatabaseOptions` that were checked, with every default resolved. */
export interface CheckedOpenDatabaseOptions extends Pick<CheckedOptions, 'customPricing' | 'pricing' | 'retry'> {
  readonly readOnly: boolean;
}

/** Every name must occur, so that a forgotten one does not compile. */
const optionNames: readonly string[] = Object.keys({
  projectName: true,
  teamName: true,
  database: true,
  customPricing: true,
  pricing: true,
  retry: true,
  batchSize: true,
  batchIntervalMs: true,
  attribution: true,
  onEvent: true,
} satisfies Record<keyof TrackerOptions, true>);

const openDatabaseNames: readonly string[] = Object.keys({
  readOnly: true,
  customPricing: true,
  pricing: true,
} satisfies Record<keyof OpenDatabaseOptions, true>);

const retryNames: readonly string[] = Object.keys({
  maxRetries: true,
  initialDelayMs: true,
  maxDelayMs: true,
  backoffMultiplier: true,
} satisfies Record<keyof RetryOptions, true>);

const pricingNames: readonly string[] = Object.keys({
  source: true,
  refreshIntervalMs: true,
  models: true,
  derivedRules: true,
} satisfies Record<keyof PricingOptions, true>);

const customPriceNames: readonly string[] = Object.keys({
  inputCostPerToken: true,
  outputCostPerToken: true,
  rates: true,
  multiplier: true,
  mode: true,
} satisfies Record<keyof CustomPrice, true>);

const requiredMethods = ['connect', 'disconnect', 'save'] as const;
const optionalMethods = [
  'saveBatch',
  'getStats',
  'getBreakdown',
  'listCalls',
  'deleteBefore',
  'classifyError',
] as const;
/** As many records as wait in memory at most. */
const greatestBatchSize = 10_000;
/** The longest delay of a timer, 24.8 days. */
const greatestDelayMs = 2_147_483_647;

/** Throws a `ConfigurationError` that names the first wrong option of `createTracker`. */
export function checkTrackerOptions(options: TrackerOptions): CheckedOptions {
  checkMembers('', options, optionNames, 'createTracker()');
  const { projectName, teamName, database, customPricing, pricing, attribution, onEvent } = options;
  const { retry = {}, batchSize = 100, batchIntervalMs = 1000 } = options;
  checkText('projectName', projectName);
  if (teamName !== undefined) checkText('teamName', teamName);
  checkDatabase(database);
  checkCustomPricing(customPricing);
  if (pricing !== undefined) checkMembers('pricing', pricing, pricingNames, 'pricing');
  checkFunction('attribution', attribution);
  checkFunction('onEvent', onEvent);
  return {
    projectName,
    teamName,
    database,
    customPricing,
    pricing,
    retry: checkRetry(retry),
    batchSize: checkNumber('batchSize', batchSize, { least: 1, most: greatestBatchSize, whole: true }),
    batchIntervalMs: checkNumber('batchIntervalMs', batchIntervalMs, delayRange),
    attribution,
    onEvent,
  };
}

/** Throws a `ConfigurationError` that names the first wrong argument of `openDatabase`. */
export function checkOpenDatabaseOptions(
  database: DatabaseAdapter,
  options: OpenDatabaseOptions = {},
): CheckedOpenDatabaseOptions {
  checkDatabase(database);
  checkMembers('', options, openDatabaseNames, 'openDatabase()');
  const { readOnly = true, customPricing, pricing } = options;
  if (typeof readOnly !== 'boolean') {
    throw wrongOption('readOnly', 'true or false', readOnly);
  }
  checkCustomPricing(customPricing);
  if (pricing !== undefined) checkMembers('pricing', pricing, pricingNames, 'pricing');
  return { readOnly, customPricing, pricing, retry: checkRetry({}) };
}

/**
 * Throws a `ConfigurationError` when `value` is no object or has a member that is not among `names`, and then names the nearest.
 * `path` leads to it, empty for the options themselves; `owner` is what has these options: `createTracker()`.
 */
function checkMembers(path: string, value: unknown, names: readonly string[], owner: string): void {
  const known = names.join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const place = path === '' ? `the options of ${owner}` : path;
    throw wrongOption(place, `an object with ${known}`, value);
  }
  const prefix = path === '' ? '' : `${path}.`;
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    throw new ConfigurationError(`${prefix}${name}`, `an option of ${owner} (${known})`, 'none of them', {
      hint: nearest === undefined ? 'Leave it out.' : `Did you mean ${prefix}${nearest}?`,
    });
  }
}

interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

const delayRange: NumberRange = { least: 0, most: greatestDelayMs };

function checkRetry(retry: RetryOptions): Retry {
  checkMembers('retry', retry, retryNames, 'retry');
  const { maxRetries = 3, initialDelayMs = 1000, maxDelayMs = 10_000, backoffMultiplier = 2 } = retry;
  return {
    maxRetries: checkNumber('retry.maxRetries', maxRetries, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true }),
    initialDelayMs: checkNumber('retry.initialDelayMs', initialDelayMs, delayRange),
    maxDelayMs: checkNumber('retry.maxDelayMs', maxDelayMs, delayRange),
    backoffMultiplier: checkNumber('retry.backoffMultiplier', backoffMultiplier, { least: 1, most: 1000 }),
  };
}

function checkDatabase(database: unknown): void {
  const expected = 'a database adapter: an object with connect(), disconnect() and save()';
  if (typeof database === 'function') {
    const hint = `Make one: new ${database.name === '' ? 'Adapter' : database.name}(…).`;
    throw wrongOption('database', expected, database, hint);
  }
  if (typeof database !== 'object' || database === null) {
    const hint = 'Pass one of the adapters, such as new SqliteAdapter(…) of @llm-tracker/adapter-sqlite.';
    throw wrongOption('database', expected, database, hint);
  }
  for (const name of requiredMethods) {
    if (typeof Reflect.get(database, name) === 'function') continue;
    throw new ConfigurationError('database', expected, `an object without ${name}()`);
  }
  for (const name of optionalMethods) {
    const member: unknown = Reflect.get(database, name);
    if (member === undefined || typeof member === 'function') continue;
    throw wrongOption(`database.${name}`, 'a function, or absent', member);
  }
}

/** The shape only; whether an amount is one, pricing says when it reads it. */
function checkCustomPricing(customPricing: unknown): void {
  if (customPricing === undefined) return;
  if (typeof customPricing !== 'object' || customPricing === null || Array.isArray(customPricing)) {
    const expected = "an object of prices by model, such as { 'gpt-4o': { inputCostPerToken: '0.0000025' } }";
    throw wrongOption('customPricing', expected, customPricing);
  }
  for (const [model, price] of Object.entries(customPricing)) {
    checkMembers(`customPricing["${model}"]`, price, customPriceNames, 'a price');
  }
}

function checkText(path: string, value: unknown): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw wrongOption(path, 'a non-empty string', value);
}

function checkFunction(path: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw wrongOption(path, 'a function', value);
}

function checkNumber(path: string, value: unknown, { least, most, whole }: NumberRange): number {
  const isRight = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (isRight) return value;
  throw wrongOption(path, `${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`, value);
}
