import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { type ProviderContext, startWireServer } from '@llm-tracker/testing';
import type { SdkVersion } from '../sdk-contexts.ts';
import type { SupportedCall } from './supported-call.ts';

const packages = join(import.meta.dirname, '../../tools/sdk-matrix/node_modules');
const usage = { inputTokens: 120, cachedInputTokens: 64, outputTokens: 30, reasoningOutputTokens: 10 };
/** Of helpers that poll. */
const headers = { 'openai-poll-after-ms': '1' };

/** Makes every call with every version, and a row of a Markdown table of each. Rejects when one leaves other rows than it must. */
export async function writeTable<Client extends object, Context extends ProviderContext<Client>>(
  versions: readonly SdkVersion<Context>[],
  calls: readonly SupportedCall<Client, Context>[],
): Promise<string> {
  const lines = [
    `| call | recorded as | ${versions.map(({ alias }) => versionOf(alias)).join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(versions.length)}`,
  ];
  for (const call of calls) {
    const cells: string[] = [];
    let recordedAs = '';
    for (const { alias, context } of versions) {
      const rows = await makeCall(call, context, `${call.name} of ${alias}`);
      cells.push(rows === null ? '–' : '✓');
      if (rows !== null) recordedAs = describeRows(rows);
    }
    const name = [`\`${call.name}\``, call.note].join(' ').trim();
    lines.push(`| ${name} | ${recordedAs} | ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

/** The rows that a call left; null when this version does not have it. */
async function makeCall<Client extends object, Context extends ProviderContext<Client>>(
  call: SupportedCall<Client, Context>,
  context: Context,
  name: string,
): Promise<TrackingData[] | null> {
  await using server = await startWireServer();
  server.always({ usage, headers });
  await using tracker = createTracker({
    projectName: 'matrix',
    database: new MemoryAdapter(),
    pricing: { refreshIntervalMs: 0 },
    onEvent: () => {},
  });
  await tracker.connect();
  const client = context.install(tracker, context.createClient(server, call.clientOptions ?? {}));
  const path = call.needs ?? call.name.split('(', 1)[0] ?? '';
  if (memberOf(client, path) === undefined || call.lacks?.(context) === true) return null;
  await call.run(client, context, server);
  const expected = call.rows ?? 1;
  let rows: TrackingData[] = [];
  // The end of what the call left running may come late, and a row too many as well.
  for (let turn = 0; turn < 5 || (rows.length < expected && turn < 1000); turn += 1) {
    await nextTurn();
    rows = await tracker.listCalls({ order: 'oldest' });
  }
  if (rows.length === expected && rows.every((row) => row.success && row.callCount === 1)) return rows;
  throw new Error(`${name} must leave ${expected} rows, but left ${JSON.stringify(rows.map(summary))}.`);
}

function memberOf(client: object, path: string): unknown {
  let member: unknown = client;
  for (const name of path.split('.')) {
    if ((typeof member !== 'object' && typeof member !== 'function') || member === null) return undefined;
    member = Reflect.get(member, name);
  }
  return member;
}

function describeRows(rows: readonly TrackingData[]): string {
  const kinds = new Set(rows.map(describeRow));
  return kinds.size === 0 ? 'nothing: it is free' : [...kinds].join('; ');
}

function describeRow(row: TrackingData): string {
  const used = (row.details.lineItems ?? []).filter(({ quantity }) => quantity > 0);
  const units = [...new Set(used.map(({ unit }) => unit))];
  if (row.usageSource === 'pending') return `\`${row.operation}\`, pending`;
  return `\`${row.operation}\`: ${units.length === 0 ? 'no usage is stated' : units.join(', ')}`;
}

function summary({ operation, success, usageSource, errorCode, error }: TrackingData): object {
  return { operation, success, usageSource, errorCode, error };
}

function versionOf(alias: string): string {
  const { version } = JSON.parse(readFileSync(join(packages, alias, 'package.json'), 'utf8')) as { version: string };
  return version.split('.').slice(0, 2).join('.');
}
