import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter, type Tracker, type TrackerEvent, type TrackingData } from '@llm-tracker/core';
import type { JournalEntry } from '../wire-server/request-journal.ts';
import { startWireServer } from '../wire-server/start-wire-server.ts';
import type { WireUsage } from '../wire-server/wire-scenario.ts';
import { assertSameText } from './assert-same-text.ts';
import { assertSameWire } from './compare-wire.ts';
import { describeError, describeValue } from './describe-value.ts';
import { assertRecords } from './expected-record.ts';
import { loopTurns } from './loop-turns.ts';
import type { App, ProviderContext, Trial } from './provider-case.ts';
import { watchProcess } from './watch-process.ts';

/** What the server reports of every call, unless a trial says otherwise. */
export const kitUsage: Partial<WireUsage> = {
  inputTokens: 120,
  cachedInputTokens: 64,
  outputTokens: 30,
  reasoningOutputTokens: 10,
};

const serverTimeMs = Date.UTC(2026, 0, 15, 12);

/** How a vendor's kit compares. */
export interface TrialRules<Context> {
  /** What a plugin may make of a body that the app sent. */
  expectedBody(entry: JournalEntry, context: Context): string;
  /** A header without what differs in every run, such as a signature. @default the header as sent */
  lastingHeader?(name: string, value: string): string;
}

interface Side {
  seen: string;
  beside: unknown;
  requests: readonly JournalEntry[];
  rows: readonly TrackingData[];
  failures: readonly TrackerEvent[];
}

/** Runs a trial on a bare and on a tracked client and compares. */
export async function runTrial<Client extends object, Context extends ProviderContext<Client>>(
  trial: Trial<Client, Context>,
  context: Context,
  rules: TrialRules<Context>,
): Promise<void> {
  const bare = await runSide(trial, context, undefined);
  const database = new MemoryAdapter();
  const events: TrackerEvent[] = [];
  const tracker = createTracker({
    projectName: 'provider-kit',
    database,
    pricing: { refreshIntervalMs: 0 },
    onEvent: (event) => events.push(event),
  });
  await tracker.connect();
  try {
    const tracked = await runSide(trial, context, tracker, events);
    assertSameText(tracked.seen, bare.seen, 'the app saw something else');
    assert.deepEqual(
      tracked.beside,
      bare.beside,
      'the process saw other unhandled rejections, warnings or console output',
    );
    if (trial.compareWire !== undefined) trial.compareWire(bare.requests, tracked.requests, context);
    else {
      const expectedBody = (entry: JournalEntry): string => rules.expectedBody(entry, context);
      assertSameWire(bare.requests, tracked.requests, expectedBody, rules.lastingHeader);
    }
    assert.deepEqual(tracked.failures, [], 'a plugin failed');
    const records = typeof trial.records === 'function' ? trial.records(context) : trial.records;
    if (records !== undefined) assertRecords(tracked.rows, records);
  } finally {
    await tracker.disconnect();
  }
}

async function runSide<Client extends object, Context extends ProviderContext<Client>>(
  trial: Trial<Client, Context>,
  context: Context,
  tracker: Tracker | undefined,
  events: readonly TrackerEvent[] = [],
): Promise<Side> {
  await using server = await startWireServer({ formats: context.formats, now: () => serverTimeMs });
  server.always({ usage: kitUsage });
  const track = (client: Client): Client => (tracker === undefined ? client : context.install(tracker, client));
  const createClient = (options: Record<string, unknown> = {}): Client =>
    track(context.createClient(server, { ...trial.clientOptions, ...options }));
  const app: App<Client, Context> = {
    client: createClient(),
    server,
    context,
    createClient,
    track,
    run: (attribution, fn) => (tracker === undefined ? fn() : tracker.run(attribution, fn)),
  };
  const watch = watchProcess();
  try {
    const seen = describeValue(await trial.act(app)).replaceAll(server.url, 'http://server');
    // What the app left running ends now: rejections are told, taps see their end.
    await loopTurns(20);
    await tracker?.flush();
    return {
      seen,
      beside: { rejections: watch.rejections.map(describeError), warnings: watch.warnings, printed: watch.printed },
      requests: server.requests,
      rows: (await tracker?.listCalls({ order: 'oldest' })) ?? [],
      failures: events.filter((event) => event.type === 'plugin_failed'),
    };
  } finally {
    watch.stop();
  }
}
