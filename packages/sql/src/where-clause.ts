import { type ResolvedCallQuery, type ResolvedFilter, recordFields } from '@llm-tracker/core/plugin';
import type { SqlDialect } from './sql-dialect.ts';
import type { StatementValues } from './statement-values.ts';

/** ` WHERE …` with every value bound; empty without conditions. */
export function whereClause(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** The conditions of a filter. */
export function filterConditions<Parameter>(
  dialect: SqlDialect<Parameter>,
  filter: ResolvedFilter,
  values: StatementValues<Parameter>,
): string[] {
  const { timestamp, tags } = recordFields;
  const time = dialect.quote(dialect.columnName(timestamp));
  const conditions = filter.conditions.map(
    ({ field, value }) => `${dialect.quote(dialect.columnName(field))} = ${values.addField(field, value)}`,
  );
  if (filter.startMs !== null) conditions.push(`${time} >= ${values.addField(timestamp, new Date(filter.startMs))}`);
  if (filter.endMs !== null) conditions.push(`${time} < ${values.addField(timestamp, new Date(filter.endMs))}`);
  for (const [key, value] of filter.tags) {
    const tag = dialect.tagValue(dialect.quote(dialect.columnName(tags)), values.add(dialect.encodeTagKey(key)));
    conditions.push(`${tag} = ${values.add(dialect.encode(recordFields.model, value))}`);
  }
  return conditions;
}

/** The conditions of one page of calls. `requestIds` are those of this statement. */
export function pageConditions<Parameter>(
  dialect: SqlDialect<Parameter>,
  query: ResolvedCallQuery,
  requestIds: readonly string[] | null,
  values: StatementValues<Parameter>,
): string[] {
  const { timestamp, requestId } = recordFields;
  const time = dialect.quote(dialect.columnName(timestamp));
  const id = dialect.quote(dialect.columnName(requestId));
  const conditions = filterConditions(dialect, query, values);
  if (query.after !== null) {
    const beyond = query.order === 'oldest' ? '>' : '<';
    const { after } = query;
    const at = (): string => values.addField(timestamp, after.timestamp);
    // The first condition is implied by the second; it is what an index can be searched by.
    conditions.push(`${time} ${beyond}= ${at()}`);
    conditions.push(`(${time} ${beyond} ${at()} OR ${id} ${beyond} ${values.addField(requestId, after.requestId)})`);
  }
  if (requestIds !== null) {
    conditions.push(`${id} IN (${requestIds.map((wanted) => values.addField(requestId, wanted)).join(', ')})`);
  }
  return conditions;
}
