import type { BreakdownQuery, DatabaseAdapter } from '@llm-tracker/core';
import { createSqlStore, type SqlDialect, type SqlStatement } from '@llm-tracker/sql';
import { compareRounds } from '../compare-rounds.ts';

const [rounds, mostTimes] = [5, 1.3];

/** The month and the project that are asked for: one of 30 projects in 90 days. */
export const month: { projectName: string; startDate: Date; endDate: Date } = {
  projectName: 'project-1',
  startDate: new Date('2026-02-01'),
  endDate: new Date('2026-03-01'),
};

/** What is asked of the adapter, with the same columns by hand. */
export interface Question {
  readonly name: string;
  readonly query: BreakdownQuery;
  byHand(): Promise<unknown>;
}

/** Both questions, with the SQL of the day for the second. */
export function questions(ask: (columns: string, ending: string) => Promise<unknown>, day: string): Question[] {
  return [
    { name: 'month', query: month, byHand: () => ask('', '') },
    {
      name: 'day x model',
      query: { ...month, groupBy: ['model'], interval: 'day', limit: 10_000 },
      byHand: () => ask(`${day} AS day, model, `, ' GROUP BY day, model ORDER BY day, model'),
    },
  ];
}

/** Everything that the adapter sums, by hand; `cost` is the column of the cost. */
export function sums(cost: string): string {
  const counts = ['call_count', 'prompt_tokens', 'completion_tokens', 'total_tokens', 'cached_prompt_tokens'];
  const rest = ['cache_write_tokens', 'reasoning_tokens', 'latency_ms'];
  return [
    ...[...counts, ...rest, cost].map((column) => `sum(${column}) AS sum_${column}`),
    'sum(CASE WHEN success THEN call_count ELSE 0 END) AS successful',
    `sum(CASE WHEN ${cost} IS NULL THEN call_count ELSE 0 END) AS without_cost`,
    "sum(CASE WHEN origin = 'fold' THEN call_count ELSE 0 END) AS folded",
    'count(latency_ms) AS latencies',
  ].join(', ');
}

/** Asks by hand and through the adapter in turns, and sets the exit code if the adapter takes more than 1.3 times as long. Shows how the database answers the adapter. */
export async function compareStats<Parameter>(
  title: string,
  adapter: DatabaseAdapter,
  asked: readonly Question[],
  dialect: SqlDialect<Parameter>,
  tableName: string,
  explain: (statement: SqlStatement<Parameter>) => Promise<string>,
): Promise<void> {
  for (const { name, query, byHand } of asked) {
    const [, ratio = 0] = await compareRounds(
      `${title}: ${name}`,
      [
        { name: 'by hand', run: byHand },
        { name: adapter.constructor.name, run: async () => adapter.getBreakdown?.(query) },
      ],
      rounds,
    );
    if (ratio < 1 / mostTimes) process.exitCode = 1;
    console.log(await explain(await statementOf(dialect, tableName, query)));
  }
}

/** The statement that an adapter sends for a breakdown. */
async function statementOf<Parameter>(
  dialect: SqlDialect<Parameter>,
  tableName: string,
  query: BreakdownQuery,
): Promise<SqlStatement<Parameter>> {
  const sent: SqlStatement<Parameter>[] = [];
  const store = createSqlStore({
    dialect,
    tableName,
    driver: {
      query: async (statement) => {
        sent.push(statement);
        return [];
      },
      write: async () => 0,
      migrate: async () => true,
    },
  });
  await store.getBreakdown(query);
  const [statement] = sent;
  if (statement === undefined) throw new Error('nothing was sent');
  return statement;
}
