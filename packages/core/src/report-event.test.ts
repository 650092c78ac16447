import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from './manual-clock.test-support.ts';
import { createConsoleListener, createEventReporter, describeError } from './report-event.ts';
import type { TrackerEvent } from './tracker.ts';

const secret = `sk-${'a1B2c3D4'.repeat(4)}`;

describe('createEventReporter', () => {
  it('hands on the event, with the error as scrubbed text only', () => {
    const events: TrackerEvent[] = [];
    const report = createEventReporter((event) => events.push(event));
    const error = Object.assign(new TypeError(`bad key ${secret}`), { code: 'E1', sql: 'INSERT …' });
    report({ type: 'plugin_failed', level: 'warning', message: 'm', details: { model: 'x' }, error });
    report({ type: 'plugin_failed', level: 'info', message: 'without an error' });
    expect(events).toEqual([
      {
        type: 'plugin_failed',
        level: 'warning',
        message: 'm',
        details: { model: 'x' },
        error: { name: 'TypeError', code: 'E1', message: 'bad key [redacted]' },
      },
      { type: 'plugin_failed', level: 'info', message: 'without an error' },
    ]);
  });

  it('survives a listener that throws', () => {
    const report = createEventReporter(() => {
      throw new Error('listener');
    });
    expect(() => report({ type: 'dead_letter', level: 'error', message: 'm' })).not.toThrow();
  });

  it('leaves no unhandled rejection of an async listener', async () => {
    const rejections: unknown[] = [];
    const collect = (reason: unknown): unknown => rejections.push(reason);
    process.on('unhandledRejection', collect);
    createEventReporter(async () => Promise.reject(new Error('listener')))({
      type: 'dead_letter',
      level: 'error',
      message: 'm',
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', collect);
    expect(rejections).toEqual([]);
  });
});

describe('createConsoleListener', () => {
  const printed: string[] = [];
  const clock = new ManualClock();

  beforeEach(() => {
    printed.length = 0;
    vi.spyOn(console, 'warn').mockImplementation((line) => printed.push(`warn ${line}`));
    vi.spyOn(console, 'error').mockImplementation((line) => printed.push(`error ${line}`));
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('prints warnings and errors, but no information', () => {
    const listener = createConsoleListener(() => clock.now());
    listener({ type: 'database_available', level: 'info', message: 'i' });
    listener({ type: 'database_unavailable', level: 'warning', message: 'w' });
    const error = { name: 'Error', code: null, message: 'why' };
    listener({ type: 'database_unavailable', level: 'error', message: 'e', error });
    expect(printed).toEqual(['warn [llm-tracker] w', 'error [llm-tracker] e Error: why']);
  });

  it('prints five of a type a minute and says how many it left out', async () => {
    const listener = createConsoleListener(() => clock.now());
    for (let count = 0; count < 10_000; count += 1) {
      listener({ type: 'dead_letter', level: 'error', message: `record ${count}` });
    }
    expect(printed).toHaveLength(5);
    expect(printed[4]).toBe('error [llm-tracker] record 4 (More of this type are not printed for a minute.)');
    await clock.advance(60_000);
    listener({ type: 'dead_letter', level: 'error', message: 'later' });
    expect(printed.slice(5)).toEqual([
      'error [llm-tracker] 9995 more events of type dead_letter were not printed.',
      'error [llm-tracker] later',
    ]);
  });

  it('goes on printing when the wall clock goes back', async () => {
    const listener = createConsoleListener(() => clock.now());
    for (let count = 0; count < 6; count += 1) listener({ type: 'dead_letter', level: 'error', message: 'm' });
    clock.wallOffsetMs -= 3_600_000;
    listener({ type: 'dead_letter', level: 'error', message: 'after the jump' });
    expect(printed.at(-1)).toBe('error [llm-tracker] after the jump');
  });
});

describe('describeError', () => {
  it.each([
    ['text', { name: 'string', code: null, message: 'text' }],
    [null, { name: 'null', code: null, message: 'null' }],
    [undefined, { name: 'undefined', code: null, message: 'undefined' }],
    [Object.assign(new Error('m'), { code: 1062 }), { name: 'Error', code: '1062', message: 'm' }],
    [
      { name: 1, message: 2, code: {} },
      { name: 'Error', code: null, message: '' },
    ],
    [Object.assign(new Error('m'), { code: secret }), { name: 'Error', code: '[redacted]', message: 'm' }],
  ])('describes %j', (error, expected) => {
    expect(describeError(error)).toEqual(expected);
  });

  it('says why all addresses of a host refused', () => {
    const error = new AggregateError([new Error('connect ECONNREFUSED ::1:5432')], '');
    expect(describeError(error).message).toBe('connect ECONNREFUSED ::1:5432');
  });

  it('survives an error that cannot be read', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    expect(describeError(hostile)).toEqual({ name: 'Error', code: null, message: 'an error that cannot be read' });
  });
});
