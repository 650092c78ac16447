import { type ResolvedCallQuery, type ResolvedFilter, recordFields } from '@llm-tracker/core/plugin';
import { keyOf } from './call-document.ts';
import type { MongoExpression } from './mongo-driver.ts';

/** The documents that a filter asks for. Every value is compared by `$eq`, so that it is never an operator. */
export function filterDocument(filter: ResolvedFilter): MongoExpression {
  const conditions: MongoExpression[] = filter.conditions.map(({ field, value }) => ({
    [keyOf(field)]: { $eq: value },
  }));
  const time = keyOf(recordFields.timestamp);
  if (filter.startMs !== null) conditions.push({ [time]: { $gte: new Date(filter.startMs) } });
  if (filter.endMs !== null) conditions.push({ [time]: { $lt: new Date(filter.endMs) } });
  for (const [key, value] of filter.tags) {
    conditions.push({ [keyOf(recordFields.tags)]: { $elemMatch: { key: { $eq: key }, value: { $eq: value } } } });
  }
  return allOf(conditions);
}

/** The documents of one page of calls. `requestIds` are those of this question. */
export function pageFilter(query: ResolvedCallQuery, requestIds: readonly string[] | null): MongoExpression {
  const time = keyOf(recordFields.timestamp);
  const conditions = [filterDocument(query)];
  if (query.after !== null) {
    const beyond = query.order === 'oldest' ? '$gt' : '$lt';
    const { timestamp, requestId } = query.after;
    // The first condition is implied by the second; it is what an index can be searched by.
    conditions.push({ [time]: { [`${beyond}e`]: timestamp } });
    conditions.push({ $or: [{ [time]: { [beyond]: timestamp } }, { _id: { [beyond]: requestId } }] });
  }
  if (requestIds !== null) conditions.push({ _id: { $in: requestIds } });
  return allOf(conditions);
}

function allOf(conditions: readonly MongoExpression[]): MongoExpression {
  return conditions.length === 0 ? {} : { $and: conditions };
}
