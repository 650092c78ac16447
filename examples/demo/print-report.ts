import { styleText } from 'node:util';
import type { Tracker, TrackingData } from '@llm-tracker/core';
import { printTable } from './print-table.ts';

/** Asks the tracker everything that an app can ask it, and prints the answers. */
export async function printReport(tracker: Tracker, demo: { filename: string; startDate: Date }): Promise<void> {
  const { filename, startDate } = demo;

  heading('Totals of this run', 'tracker.getStats({ startDate })');
  const stats = await tracker.getStats({ startDate });
  printTable(
    ['requests', 'ok', 'failed', 'tokens', 'prompt', 'completion', 'cost in USD', 'avg latency'],
    [
      [
        stats.totalRequests,
        stats.successfulRequests,
        stats.failedRequests,
        stats.totalTokens,
        stats.totalPromptTokens,
        stats.totalCompletionTokens,
        stats.totalCostUsdExact ?? stats.totalCostUsd,
        `${Math.round(stats.avgLatencyMs)} ms`,
      ].map(String),
    ],
  );

  heading('By team and model', "tracker.getBreakdown({ groupBy: ['teamName', 'model'], startDate })");
  const breakdown = await tracker.getBreakdown({ groupBy: ['teamName', 'model'], startDate });
  printTable(
    ['team', 'model', 'requests', 'tokens', 'cost in USD', 'without cost'],
    breakdown.map(({ group, totals }) => [
      group.teamName ?? '-',
      group.model ?? '-',
      String(totals.totalRequests),
      String(totals.totalTokens),
      totals.totalCostUsdExact,
      String(totals.requestsWithoutCost),
    ]),
  );

  heading('Calls', "tracker.listCalls({ startDate, order: 'oldest' })");
  const calls = await tracker.listCalls({ startDate, order: 'oldest' });
  printTable(
    ['operation', 'team', 'model', 'outcome', 'tokens', 'usage', 'cost in USD'],
    calls.map((call) => [
      call.streamed ? `${call.operation} (stream)` : call.operation,
      call.teamName ?? '-',
      call.model,
      outcomeOf(call),
      String(call.totalTokens ?? '-'),
      call.usageSource,
      call.costUsdExact ?? `none: ${call.costStatus}`,
    ]),
  );

  const priced = calls.find((call) => call.costStatus === 'priced');
  if (priced !== undefined) {
    heading('The arithmetic of one call', `tracker.explain('${priced.requestId}')`);
    console.log(indent((await tracker.explain(priced.requestId))?.text ?? ''));
  }

  heading('Delivery', 'tracker.health()');
  const health = tracker.health();
  console.log(
    `  ${health.captured} captured = ${health.stored} stored + ${health.pending} pending + ${health.deadLettered} dead-lettered; the database is ${health.database}`,
  );

  heading('How to go on', '');
  console.log(`  The calls of every run are in ${filename}, table llm_tracking. Ask it yourself:`);
  console.log(`    sqlite3 ${filename} "select team_name, model, sum(total_tokens) from llm_tracking group by 1, 2"`);
  console.log('  Read examples/demo/demo.ts: it is all that an app needs. Set OPENAI_API_KEY to see your own calls.\n');
}

function outcomeOf(call: TrackingData): string {
  const status = call.success ? 'ok' : 'failed';
  return call.errorCode === null ? status : `${status}, ${call.errorCode}`;
}

function heading(title: string, code: string): void {
  console.log(`\n${styleText('bold', title)}${code === '' ? '' : `  ${styleText('dim', code)}`}`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
