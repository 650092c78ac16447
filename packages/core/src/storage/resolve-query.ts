import type { BreakdownQuery, CallQuery, GroupKey, StatsFilter, TrackingData } from '../record.ts';
import { wrongOption } from '../wrong-option.ts';
import { maxTagLength } from './clean-tags.ts';
import { cleanText } from './clean-text.ts';
import type { RecordField } from './record-field.ts';
import { recordFields } from './record-fields.ts';
import { isRequestId } from './request-id.ts';
import { earliestTimestampMs, type Interval, isTimeZone, latestTimestampMs } from './time-ranges.ts';

/** A field that must have this value. */
export interface FieldCondition {
  readonly field: RecordField;
  readonly value: string | boolean;
}

/** What rows must have: every condition holds, every tag is present with this value, and `startMs <= timestamp < endMs`. */
export interface ResolvedFilter {
  readonly conditions: readonly FieldCondition[];
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** What rows are grouped by: a field, or the value of a tag. */
export type ResolvedGroup =
  | { readonly key: GroupKey; readonly field: RecordField }
  | { readonly key: GroupKey; readonly tag: string };

/** A breakdown with every default in place. Rows that are equal in `orderBy` follow by period, then by group values in code point order, absent ones first. */
export interface ResolvedBreakdown extends ResolvedFilter {
  readonly groupBy: readonly ResolvedGroup[];
  readonly interval: Interval | null;
  readonly timeZone: string;
  readonly percentiles: boolean;
  readonly orderBy: 'period' | 'cost' | 'requests' | 'tokens';
  readonly limit: number;
}

/** A list of calls with every default in place; ordered by `timestamp`, then `requestId`. */
export interface ResolvedCallQuery extends ResolvedFilter {
  /** Null: any id. */
  readonly requestIds: readonly string[] | null;
  readonly order: 'newest' | 'oldest';
  readonly after: Pick<TrackingData, 'timestamp' | 'requestId'> | null;
  readonly limit: number;
}

const fields: readonly RecordField[] = Object.values(recordFields);
const groupFields: ReadonlyMap<string, RecordField> = new Map(
  fields.filter((field) => field.groupable === true).map((field) => [field.name, field]),
);
const filterFields: readonly RecordField[] = fields.filter(
  (field) => field.filterable === true && field.kind !== 'json' && field.name !== 'usageSource',
);
const filterNames = [...filterFields.map((field) => field.name), 'tags', 'startDate', 'endDate'];
const breakdownNames = [...filterNames, 'groupBy', 'interval', 'timeZone', 'percentiles', 'orderBy', 'limit'];
const callNames = [...filterNames, 'requestIds', 'usageSource', 'order', 'after', 'limit'];
const intervals = ['hour', 'day', 'week', 'month'] as const;
const breakdownOrders = ['period', 'cost', 'requests', 'tokens'] as const;
const callOrders = ['newest', 'oldest'] as const;

/** Checks a breakdown query and fills in its defaults. Throws a ConfigurationError that names the member that is wrong or unknown. */
export function resolveBreakdownQuery(query: BreakdownQuery): ResolvedBreakdown {
  const { groupBy = [], timeZone = 'UTC', percentiles = false, limit = 1000 } = query;
  const interval = query.interval === undefined ? null : oneOf('interval', query.interval, intervals);
  const defaultOrder = interval === null ? 'cost' : 'period';
  refuseUnknown(query, breakdownNames);
  if (!Array.isArray(groupBy)) throw wrongOption('groupBy', 'an array of group keys', groupBy);
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) {
    throw wrongOption('timeZone', 'an IANA time zone such as "Europe/Berlin"', timeZone);
  }
  if (typeof percentiles !== 'boolean') throw wrongOption('percentiles', 'true or false', percentiles);
  return {
    ...resolveFilter(query),
    groupBy: [...new Set(groupBy)].map(resolveGroup),
    interval,
    timeZone,
    percentiles,
    orderBy: oneOf('orderBy', query.orderBy ?? defaultOrder, breakdownOrders),
    limit: checkLimit(limit),
  };
}

/** Checks a query for calls and fills in its defaults. Throws a ConfigurationError that names the member that is wrong or unknown. */
export function resolveCallQuery(query: CallQuery): ResolvedCallQuery {
  const { usageSource, limit = 100 } = query;
  refuseUnknown(query, callNames);
  const filter = resolveFilter(query);
  const conditions =
    usageSource === undefined
      ? filter.conditions
      : [...filter.conditions, condition(recordFields.usageSource, usageSource)];
  return {
    ...filter,
    conditions,
    requestIds: query.requestIds === undefined ? null : resolveIds(query.requestIds),
    order: oneOf('order', query.order ?? 'newest', callOrders),
    after: query.after === undefined ? null : resolveCursor(query.after),
    limit: checkLimit(limit),
  };
}

/** Checks a filter. Throws a ConfigurationError that names the member that is wrong or unknown. */
export function resolveStatsFilter(filter: StatsFilter): ResolvedFilter {
  refuseUnknown(filter, filterNames);
  return resolveFilter(filter);
}

function resolveFilter(filter: StatsFilter): ResolvedFilter {
  const given: Readonly<Record<string, unknown>> = { ...filter };
  const conditions = filterFields
    .filter((field) => given[field.name] !== undefined)
    .map((field) => condition(field, given[field.name]));
  return {
    conditions,
    tags: filter.tags === undefined ? [] : resolveTags(filter.tags),
    startMs: filter.startDate === undefined ? null : timeOf('startDate', filter.startDate),
    endMs: filter.endDate === undefined ? null : timeOf('endDate', filter.endDate),
  };
}

/** Texts are cleaned as those of records are, so that what an app tracked under some name is found under the same name. */
function condition(field: RecordField, value: unknown): FieldCondition {
  if (field.kind === 'boolean') {
    if (typeof value !== 'boolean') throw wrongOption(field.name, 'true or false', value);
    return { field, value };
  }
  if (typeof value !== 'string') throw wrongOption(field.name, 'a string', value);
  if (field.values !== undefined) oneOf(field.name, value, field.values);
  return { field, value: cleanText(value, field.maxLength ?? value.length) };
}

function resolveTags(tags: unknown): [string, string][] {
  if (typeof tags !== 'object' || tags === null) throw wrongOption('tags', 'an object of strings', tags);
  return Object.entries(tags).map(([key, value]) => {
    if (typeof value !== 'string') throw wrongOption(`tags[${JSON.stringify(key)}]`, 'a string', value);
    return [cleanText(key, maxTagLength), cleanText(value, maxTagLength)];
  });
}

function resolveGroup(key: GroupKey): ResolvedGroup {
  const field = groupFields.get(key);
  if (field !== undefined) return { key, field };
  if (typeof key === 'string' && key.startsWith('tags.') && key.length > 5) {
    return { key, tag: cleanText(key.slice(5), maxTagLength) };
  }
  throw wrongOption('groupBy', `one of ${[...groupFields.keys()].join(', ')} or tags.<key>`, key);
}

function resolveIds(requestIds: unknown): string[] {
  if (!Array.isArray(requestIds) || requestIds.some((id) => typeof id !== 'string')) {
    throw wrongOption('requestIds', 'an array of strings', requestIds);
  }
  // Nothing is stored under what is no id, and some databases refuse to look for it.
  return [...new Set(requestIds.map((id: string) => id.toLowerCase()))].filter(isRequestId);
}

function resolveCursor(after: unknown): Pick<TrackingData, 'timestamp' | 'requestId'> {
  if (typeof after === 'object' && after !== null && 'timestamp' in after && 'requestId' in after) {
    const { timestamp, requestId } = after;
    if (typeof requestId === 'string' && isRequestId(requestId.toLowerCase())) {
      return { timestamp: new Date(timeOf('after.timestamp', timestamp)), requestId: requestId.toLowerCase() };
    }
  }
  throw wrongOption('after', 'the last row of the page before', after);
}

function timeOf(path: string, value: unknown): number {
  const timeMs = value instanceof Date ? value.getTime() : Number.NaN;
  if (Number.isNaN(timeMs)) throw wrongOption(path, 'a valid Date', value);
  // No record lies outside, and not every database can hold what Date can.
  return Math.min(Math.max(timeMs, earliestTimestampMs), latestTimestampMs + 1);
}

function checkLimit(limit: unknown): number {
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 1) {
    throw wrongOption('limit', 'a whole number above 0', limit);
  }
  return limit;
}

function oneOf<Value extends string>(path: string, value: unknown, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw wrongOption(path, `one of ${values.join(', ')}`, value);
  return found;
}

function refuseUnknown(query: object, names: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrongOption('query', `made of ${names.join(', ')}`, unknown);
}
