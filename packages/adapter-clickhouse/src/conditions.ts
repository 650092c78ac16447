import { type ResolvedCallQuery, type ResolvedFilter, recordFields } from '@llm-tracker/core/plugin';
import { columnOf } from './column.ts';
import type { StatementValues } from './statement.ts';

const time = columnOf(recordFields.timestamp);
const id = columnOf(recordFields.requestId);
const tags = columnOf(recordFields.tags);

/** ` WHERE …` with every value bound; empty without conditions. */
export function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** The value of a tag; null when it is absent. */
export function tagValue(key: string): string {
  return `if(mapContains(${tags}, ${key}), ${tags}[${key}], NULL)`;
}

/** The conditions of a filter. */
export function filterConditions(filter: ResolvedFilter, values: StatementValues): string[] {
  const conditions = filter.conditions.map(
    ({ field, value }) => `${columnOf(field)} = ${values.addField(field, value)}`,
  );
  if (filter.startMs !== null) conditions.push(`${time} >= ${values.addTime(filter.startMs)}`);
  if (filter.endMs !== null) conditions.push(`${time} < ${values.addTime(filter.endMs)}`);
  for (const [key, value] of filter.tags) {
    conditions.push(`${tagValue(values.add('String', key))} = ${values.add('String', value)}`);
  }
  return conditions;
}

/** The conditions of one page of calls. `requestIds` are those of this statement. */
export function pageConditions(
  query: ResolvedCallQuery,
  requestIds: readonly string[] | null,
  values: StatementValues,
): string[] {
  const conditions = filterConditions(query, values);
  if (query.after !== null) {
    const beyond = query.order === 'oldest' ? '>' : '<';
    const at = values.addTime(query.after.timestamp.getTime());
    // The first condition is implied by the second; it is what the primary key can be searched by.
    conditions.push(`${time} ${beyond}= ${at}`);
    conditions.push(
      `(${time} ${beyond} ${at} OR ${id} ${beyond} ${values.addField(recordFields.requestId, query.after.requestId)})`,
    );
  }
  if (requestIds !== null) conditions.push(`${id} IN ${values.add('Array(String)', requestIds)}`);
  return conditions;
}
