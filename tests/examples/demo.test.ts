import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { openDatabase, type TrackingData } from '@llm-tracker/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const demo = join(import.meta.dirname, '../../examples/demo/demo.ts');
let directory: string;
let printed: string;
let warned: string;
let calls: TrackingData[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'llm-tracker-demo-'));
  const { OPENAI_API_KEY: _, ...env } = process.env;
  const run = await promisify(execFile)(process.execPath, ['--conditions=llm-tracker-source', demo], {
    cwd: directory,
    env: { ...env, NODE_NO_WARNINGS: '1' },
  });
  printed = run.stdout;
  warned = run.stderr;
  const database = openDatabase(new SqliteAdapter({ filename: join(directory, 'llm-tracker.db') }));
  await database.connect();
  calls = await database.listCalls({ order: 'oldest' });
  await database.disconnect();
});

afterAll(() => rm(directory, { recursive: true }));

/** What the vendors charge for a million tokens: input, cached input, output. */
const prices: Record<string, readonly [number, number, number]> = {
  'gpt-4o-2024-08-06': [2.5, 1.25, 10],
  'gpt-4o-mini-2024-07-18': [0.15, 0.075, 0.6],
  'text-embedding-3-small': [0.02, 0.02, 0],
  'claude-sonnet-4-20250514': [3, 0.3, 15],
  'gemini-2.5-flash': [0.3, 0.03, 2.5],
  'anthropic.claude-3-5-sonnet-20241022-v2:0': [3, 0.3, 15],
};

/** In millionths of a dollar, with whole numbers only at the last step. */
function costOf({ model, promptTokens, cachedPromptTokens, completionTokens }: TrackingData): number {
  const [input, cached, output] = prices[model] ?? [Number.NaN, Number.NaN, Number.NaN];
  const cachedTokens = cachedPromptTokens ?? 0;
  return ((promptTokens ?? 0) - cachedTokens) * input + cachedTokens * cached + (completionTokens ?? 0) * output;
}

describe('the demo', () => {
  it('records each of its calls once, with outcome and team', () => {
    expect(
      calls.map((call) => [
        call.operation,
        call.streamed,
        call.teamName,
        call.success,
        call.errorCode,
        call.costStatus,
      ]),
    ).toEqual([
      ['chat', false, 'search', true, null, 'priced'],
      ['chat', true, 'search', true, null, 'priced'],
      ['embeddings', false, 'search', true, null, 'priced'],
      ['responses', false, 'support', true, null, 'priced'],
      ['chat', true, 'support', true, 'aborted', 'unmeasured'],
      ['chat', false, 'support', false, 'invalid_api_key', 'free'],
      ['messages', false, 'platform', true, null, 'priced'],
      ['generate_content', false, 'platform', true, null, 'priced'],
      ['chat', false, 'platform', true, null, 'priced'],
      ['converse', false, 'platform', true, null, 'priced'],
    ]);
    expect(new Set(calls.map((call) => call.provider))).toEqual(
      new Set(['openai', 'claude', 'gemini', 'azure', 'bedrock']),
    );
  });

  it('prices the tokens that were reported, to the last digit', () => {
    const priced = calls.filter((call) => call.costStatus === 'priced');
    for (const call of priced) {
      expect(call.totalTokens).toBe((call.promptTokens ?? 0) + (call.completionTokens ?? 0));
      expect(Number(call.costUsdExact) * 1e6).toBeCloseTo(costOf(call), 9);
      expect(costOf(call)).toBeGreaterThan(0);
    }
  });

  it('keeps the broken stream as partial without a cost, and the refused call as free with its status', () => {
    const [abandoned, refused] = calls.slice(4, 6);
    expect(abandoned).toMatchObject({ usageSource: 'partial', costUsd: null, costUsdExact: null, httpStatus: 200 });
    expect(refused).toMatchObject({ costUsd: 0, costUsdExact: '0', httpStatus: 401, attempts: 1, usageSource: 'none' });
  });

  it('prints what the tracker answers, and nothing to stderr', () => {
    expect(warned).toBe('');
    for (const heading of [
      'Totals of this run',
      'By team and model',
      'Calls',
      'The arithmetic',
      'Delivery',
      'How to go on',
    ]) {
      expect(printed).toContain(heading);
    }
    expect(printed).toContain('10 captured = 10 stored + 0 pending + 0 dead-lettered');
    expect(printed).toContain('no call leaves this machine');
  });
});
