import { expect, test } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import type { BreakdownQuery, CallQuery } from '../record.ts';
import { exampleId } from './example-record.test-data.ts';
import { resolveBreakdownQuery, resolveCallQuery } from './resolve-query.ts';

test('fills in the defaults', () => {
  expect(resolveBreakdownQuery({})).toEqual({
    conditions: [],
    tags: [],
    startMs: null,
    endMs: null,
    groupBy: [],
    interval: null,
    timeZone: 'UTC',
    percentiles: false,
    orderBy: 'cost',
    limit: 1000,
  });
  expect(resolveBreakdownQuery({ interval: 'day' }).orderBy).toBe('period');
  expect(resolveCallQuery({})).toMatchObject({ order: 'newest', limit: 100, requestIds: null, after: null });
});

test('members that are undefined count as absent', () => {
  expect(
    resolveBreakdownQuery({ projectName: undefined, tags: undefined, startDate: undefined, orderBy: undefined }),
  ).toEqual(resolveBreakdownQuery({}));
});

test('every member of a filter becomes a condition', () => {
  const { conditions, tags, startMs, endMs } = resolveCallQuery({
    projectName: 'shop',
    teamName: 'search',
    userId: 'user',
    sessionId: 'session',
    provider: 'openai',
    model: 'gpt-4o',
    operation: 'chat',
    success: false,
    costStatus: 'free',
    origin: 'call',
    usageSource: 'pending',
    tags: { feature: 'answer' },
    startDate: new Date('2026-01-01'),
    endDate: new Date(8.64e15),
  });
  expect(conditions.map(({ field, value }) => [field.storedName, value])).toEqual([
    ['origin', 'call'],
    ['project_name', 'shop'],
    ['team_name', 'search'],
    ['user_id', 'user'],
    ['session_id', 'session'],
    ['provider', 'openai'],
    ['operation', 'chat'],
    ['model', 'gpt-4o'],
    ['success', false],
    ['cost_status', 'free'],
    ['usage_source', 'pending'],
  ]);
  expect([tags, startMs, endMs]).toEqual([[['feature', 'answer']], Date.UTC(2026, 0, 1), Date.UTC(2100, 0, 1)]);
});

test('text is looked for as it is stored', () => {
  const filter = resolveCallQuery({ projectName: 'shop\u0000', tags: { 'a\u0000': '\ud800' } });
  expect(filter.conditions[0]?.value).toBe('shop');
  expect(filter.tags).toEqual([['a', '\ufffd']]);
});

test('group keys are fields that can be grouped by, or tags with any key', () => {
  const { groupBy } = resolveBreakdownQuery({ groupBy: ['model', 'tags.a.b', 'model'] });
  expect(groupBy.map((group) => ('tag' in group ? group.tag : group.field.storedName))).toEqual(['model', 'a.b']);
});

test('ids that no record can have are not looked for', () => {
  const requestIds = [exampleId(1).toUpperCase(), 'no id', exampleId(1), "' OR 1=1"];
  expect(resolveCallQuery({ requestIds }).requestIds).toEqual([exampleId(1)]);
});

test('what is wrong or unknown is named', () => {
  const breakdowns: [string, unknown][] = [
    ['query', { projctName: 'shop' }],
    ['query', { usageSource: 'pending' }],
    ['projectName', { projectName: 7 }],
    ['teamName', { teamName: null }],
    ['success', { success: 'true' }],
    ['costStatus', { costStatus: 'cheap' }],
    ['tags', { tags: 'feature' }],
    ['tags["a"]', { tags: { a: 1 } }],
    ['startDate', { startDate: new Date(Number.NaN) }],
    ['endDate', { endDate: '2026-01-01' }],
    ['groupBy', { groupBy: 'model' }],
    ['groupBy', { groupBy: ['error'] }],
    ['groupBy', { groupBy: ['tags.'] }],
    ['groupBy', { groupBy: ['model; DROP TABLE llm_tracking'] }],
    ['interval', { interval: 'minute' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['percentiles', { percentiles: 95 }],
    ['orderBy', { orderBy: 'cost DESC' }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 1.5 }],
  ];
  for (const [path, query] of breakdowns) {
    expect(() => resolveBreakdownQuery(query as BreakdownQuery)).toThrow(new RegExp(`^${escapeRegExp(path)} must be`));
    expect(() => resolveBreakdownQuery(query as BreakdownQuery)).toThrow(ConfigurationError);
  }
  const lists: [string, unknown][] = [
    ['query', { groupBy: ['model'] }],
    ['usageSource', { usageSource: 'guessed' }],
    ['requestIds', { requestIds: 'id' }],
    ['requestIds', { requestIds: [1] }],
    ['order', { order: 'random' }],
    ['after', { after: exampleId(1) }],
    ['after', { after: { timestamp: new Date(), requestId: 'no id' } }],
    ['after.timestamp', { after: { timestamp: 1, requestId: exampleId(1) } }],
  ];
  for (const [path, query] of lists) {
    expect(() => resolveCallQuery(query as CallQuery)).toThrow(new RegExp(`^${escapeRegExp(path)} must be`));
  }
});

function escapeRegExp(text: string): string {
  return text.replace(/[[\].]/g, '\\$&');
}
