import {
  type BreakdownQuery,
  type CallQuery,
  cutTimeRange,
  resolveBreakdownQuery,
  resolveCallQuery,
} from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { breakdownStatement } from './breakdown-statement.ts';
import { hostileTexts } from './hostile-texts.test-data.ts';
import { listStatement } from './list-statement.ts';
import { mariadbDialect, mysqlDialect } from './mysql/mysql-dialect.ts';
import { postgresDialect } from './postgres/postgres-dialect.ts';
import type { SqlDialect, SqlStatement } from './sql-dialect.ts';
import { parseTableName } from './sql-table.ts';
import { type SqliteParameter, sqliteDialect } from './sqlite/sqlite-dialect.ts';

const table = parseTableName('llm_tracking', sqliteDialect.quote);
const [startDate, endDate] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')];

function breakdown(query: BreakdownQuery): SqlStatement<SqliteParameter> {
  const resolved = resolveBreakdownQuery(query);
  const pieces =
    resolved.startMs === null || resolved.endMs === null
      ? []
      : cutTimeRange(resolved.startMs, resolved.endMs, resolved.timeZone);
  return breakdownStatement(sqliteDialect, table, resolved, pieces);
}

function list(query: CallQuery): SqlStatement<SqliteParameter> {
  const resolved = resolveCallQuery(query);
  return listStatement(sqliteDialect, table, resolved, resolved.requestIds);
}

test('the totals of a project and a time range are one aggregate over its rows', () => {
  const { text, parameters } = breakdown({ projectName: 'shop', startDate, endDate });
  expect(text).toContain(
    'FROM "llm_tracking" WHERE "project_name" = ? AND "timestamp_ms" >= ? AND "timestamp_ms" < ?) AS "calls"',
  );
  expect(text).not.toContain('GROUP BY');
  expect(parameters).toEqual(['shop', startDate.getTime(), endDate.getTime()]);
});

test('values are bound in the order of their places', () => {
  const { text, parameters } = breakdown({
    groupBy: ['tags.feature', 'model'],
    interval: 'month',
    timeZone: 'Europe/Berlin',
    tags: { plan: 'pro' },
    startDate,
    endDate,
  });
  const change = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];
  expect(parameters).toEqual(['feature', ...change, ...change, startDate.getTime(), endDate.getTime(), 'plan', 'pro']);
  expect(text.match(/\?/g)).toHaveLength(parameters.length);
  expect(text).toContain('(CASE WHEN "timestamp_ms" < ? THEN 3600 WHEN "timestamp_ms" < ? THEN 7200 ELSE 3600 END)');
});

test('a zone west of Greenwich has a negative offset', () => {
  const january = { startDate, endDate: new Date('2026-02-01T00:00:00Z') };
  expect(breakdown({ interval: 'day', timeZone: 'America/New_York', ...january }).text).toContain(
    '("timestamp_ms" + (-18000) * 1000) / 86400000 AS "period"',
  );
});

test('rows are ordered as asked, then by period and group', () => {
  const ending = (query: BreakdownQuery): string => breakdown(query).text.replace(/^.* ORDER BY /, '');
  expect(ending({ groupBy: ['model'], limit: 5 })).toBe(
    '"cost_0" + ("cost_1" >> 32) DESC, "cost_1" & 4294967295 DESC, "group_0" LIMIT 5',
  );
  expect(ending({ groupBy: ['success'], interval: 'day' })).toBe('"period", "group_0" LIMIT 1000');
  expect(ending({ interval: 'day', orderBy: 'requests' })).toBe('"totalRequests" DESC, "period" LIMIT 1000');
  expect(ending({ groupBy: ['model'], orderBy: 'tokens' })).toBe('"totalTokens" DESC, "group_0" LIMIT 1000');
});

test('a page of calls goes on behind its cursor, in the order of an index', () => {
  const after = { timestamp: startDate, requestId: '01900000-0000-7000-8000-000000000001' };
  const newest = list({ projectName: 'shop', after, limit: 10 });
  expect(newest.text).toContain(
    'WHERE "project_name" = ? AND "timestamp_ms" <= ? AND ("timestamp_ms" < ? OR "request_id" < ?) ORDER BY "llm_tracking"."timestamp_ms" DESC, "llm_tracking"."request_id" DESC LIMIT 10',
  );
  expect(newest.parameters).toEqual(['shop', startDate.getTime(), startDate.getTime(), after.requestId]);
  expect(list({ after, order: 'oldest' }).text).toContain('"timestamp_ms" >= ?');
});

test.each<[string, SqlDialect<unknown>]>([
  ['SQLite', sqliteDialect],
  ['PostgreSQL', postgresDialect],
  ['MySQL', mysqlDialect],
  ['MariaDB', mariadbDialect],
])('no text of a query ever reaches the SQL of %s', (_name, dialect) => {
  const texts = new Set<string>();
  expect(hostileTexts.length).toBeGreaterThanOrEqual(1000);
  for (const hostile of hostileTexts) {
    const filter = {
      projectName: hostile,
      teamName: hostile,
      userId: hostile,
      sessionId: hostile,
      provider: hostile,
      model: hostile,
      operation: hostile,
      tags: { [hostile]: hostile },
    };
    const breakdownQuery = resolveBreakdownQuery({
      ...filter,
      groupBy: [`tags.${hostile}`],
      interval: 'week',
      percentiles: true,
    });
    const callQuery = resolveCallQuery({ ...filter, requestIds: [hostile] });
    const statements = [
      breakdownStatement(dialect, table, breakdownQuery, []),
      listStatement(dialect, table, callQuery, callQuery.requestIds),
    ];
    for (const { text, parameters } of statements) {
      expect(text).not.toContain('canary');
      // Values are cleaned as those of records are, which takes control characters out.
      expect(parameters.filter((value) => String(value).includes('canary')).length).toBeGreaterThanOrEqual(8);
      texts.add(text);
    }
  }
  expect(texts.size).toBe(2);
});
