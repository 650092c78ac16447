import {
  type Interval,
  type RecordField,
  type ResolvedBreakdown,
  type ResolvedGroup,
  recordFields,
  type SummedTotal,
  type TimePiece,
} from '@llm-tracker/core/plugin';
import { keyOf } from './call-document.ts';
import { filterDocument } from './filter-document.ts';
import type { MongoExpression } from './mongo-driver.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const percents = [50, 95, 99] as const;
const summedFields = Object.values<RecordField>(recordFields).filter(
  (field): field is RecordField & { summedAs: SummedTotal } => field.summedAs !== undefined,
);
const latency = pathOf(recordFields.latencyMs);
const cost = pathOf(recordFields.costUsdExact);

/** What is summed from the calls, by the name of the sum. */
const summands: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(summedFields.map((field) => [field.summedAs, pathOf(field)])),
  successfulRequests: callsWhere(pathOf(recordFields.success)),
  requestsWithoutCost: callsWhere({ $eq: [{ $ifNull: [cost, null] }, null] }),
  foldedRequests: callsWhere({ $eq: [pathOf(recordFields.origin), 'fold'] }),
  latencySumMs: latency,
  latencyCount: { $cond: [{ $eq: [{ $ifNull: [latency, null] }, null] }, 0, 1] },
};

/**
 * Sums every total per group and interval in one pipeline. Documents of the result: `_id` with `group_<n>` and `period` (as core's `periodNumber`),
 * the sums by name, and `percentiles`, an array of the three latencies, if asked for. `pieces` cover the time range of the query.
 */
export function breakdownPipeline(query: ResolvedBreakdown, pieces: readonly TimePiece[]): MongoExpression[] {
  const keys: Record<string, unknown> = Object.fromEntries(
    query.groupBy.map((group, index) => [`group_${index}`, groupValue(group)]),
  );
  if (query.interval !== null) keys['period'] = periodNumber(query.interval, pieces);
  const isWhole = Object.keys(keys).length === 0;
  return [
    { $match: filterDocument(query) },
    ...(query.percentiles ? groupWithLatencies(keys) : [{ $group: { _id: keys, ...sums(summands) } }]),
    ...(isWhole ? [] : [{ $sort: order(query) }]),
    { $limit: query.limit },
    ...(query.percentiles ? [{ $addFields: { percentiles: nearestRanks() } }, { $project: { latencies: 0 } }] : []),
  ];
}

/** Asks for the first (1) or the last (-1) instant that is stored. */
export function endPipeline(direction: 1 | -1): MongoExpression[] {
  const time = keyOf(recordFields.timestamp);
  return [{ $sort: { [time]: direction } }, { $limit: 1 }, { $project: { [time]: 1 } }];
}

function pathOf(field: RecordField): string {
  return `$${keyOf(field)}`;
}

function callsWhere(condition: unknown): MongoExpression {
  return { $cond: [condition, pathOf(recordFields.callCount), 0] };
}

function sums(expressions: Readonly<Record<string, unknown>>): MongoExpression {
  return Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, { $sum: expression }]));
}

/** First per latency, so that each group keeps its different latencies with how often they occur, and not one by one. */
function groupWithLatencies(keys: Readonly<Record<string, unknown>>): MongoExpression[] {
  const again = Object.fromEntries(Object.keys(keys).map((name) => [name, `$_id.keys.${name}`]));
  const subtotals = Object.fromEntries(Object.keys(summands).map((name) => [name, `$${name}`]));
  return [
    { $group: { _id: { keys, latency: { $ifNull: [latency, null] } }, ...sums(summands) } },
    { $sort: { '_id.latency': 1 } },
    {
      $group: {
        _id: again,
        ...sums(subtotals),
        latencies: { $push: { value: '$_id.latency', count: '$latencyCount' } },
      },
    },
  ];
}

/** Nearest rank: the first latency at or below which there are enough. Unknown latencies come first and count 0. */
function nearestRanks(): MongoExpression {
  const seen = { $add: ['$$value.seen', '$$this.count'] };
  const found = percents.map((percent, index) => {
    const before = { $arrayElemAt: ['$$value.found', index] };
    const enough = { $gte: [{ $multiply: [seen, 100] }, { $multiply: ['$latencyCount', percent] }] };
    const isReached = { $and: [{ $eq: [before, null] }, { $ne: ['$$this.value', null] }, enough] };
    return { $cond: [isReached, '$$this.value', before] };
  });
  return {
    $let: {
      vars: {
        ranks: {
          $reduce: { input: '$latencies', initialValue: { seen: 0, found: [null, null, null] }, in: { seen, found } },
        },
      },
      in: '$$ranks.found',
    },
  };
}

/** Absent values are null: documents leave them out, and `$group` would tell the two apart. */
function groupValue(group: ResolvedGroup): MongoExpression {
  if ('field' in group) return { $ifNull: [pathOf(group.field), null] };
  const tag = { $filter: { input: pathOf(recordFields.tags), cond: { $eq: ['$$this.key', { $literal: group.tag }] } } };
  return { $ifNull: [{ $let: { vars: { tag: { $arrayElemAt: [tag, 0] } }, in: '$$tag.value' } }, null] };
}

function periodNumber(interval: Interval, pieces: readonly TimePiece[]): MongoExpression {
  const offsetMs = offsetExpression(pieces);
  const local = { $add: [{ $toLong: pathOf(recordFields.timestamp) }, offsetMs] };
  const whole = (time: MongoExpression, unitMs: number): MongoExpression => ({ $floor: { $divide: [time, unitMs] } });
  switch (interval) {
    case 'hour':
      return { $divide: [{ $subtract: [{ $multiply: [whole(local, hourMs), hourMs] }, offsetMs] }, 1000] };
    case 'day':
      return whole(local, dayMs);
    case 'week':
      return whole({ $add: [local, 3 * dayMs] }, 7 * dayMs);
    case 'month': {
      const date = { $add: [pathOf(recordFields.timestamp), offsetMs] };
      return { $add: [{ $multiply: [{ $year: date }, 12] }, { $month: date }, -1] };
    }
  }
}

function offsetExpression(pieces: readonly TimePiece[]): MongoExpression | number {
  const [last, ...earlier] = pieces.toReversed();
  const lastOffset = last?.offsetMs ?? 0;
  if (earlier.length === 0) return lastOffset;
  const branches = earlier.toReversed().map(({ endMs, offsetMs }) => ({
    case: { $lt: [pathOf(recordFields.timestamp), new Date(endMs)] },
    // biome-ignore lint/suspicious/noThenProperty: the name that MongoDB gives it
    then: offsetMs,
  }));
  return { $switch: { branches, default: lastOffset } };
}

/** Texts compare by their UTF-8 bytes, which is code point order, and null is before all of them. */
function order(query: ResolvedBreakdown): Record<string, 1 | -1> {
  const total = { period: null, cost: 'totalCostUsdExact', requests: 'totalRequests', tokens: 'totalTokens' }[
    query.orderBy
  ];
  return {
    ...(total === null ? {} : { [total]: -1 }),
    ...(query.interval === null ? {} : { '_id.period': 1 }),
    ...Object.fromEntries(query.groupBy.map((_, index) => [`_id.group_${index}`, 1])),
  };
}
