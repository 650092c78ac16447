import { describe, expect, it } from 'vitest';
import { checkTrackerOptions } from './check-options.ts';
import { ConfigurationError } from './errors.ts';
import type { TrackerOptions } from './tracker.ts';

const database = { connect: async () => undefined, disconnect: async () => undefined, save: async () => undefined };

/** As an app without types could pass it. */
function optionsWith(members: Record<string, unknown>): TrackerOptions {
  return { projectName: 'shop', database, ...members };
}

function refusal(members: Record<string, unknown>): ConfigurationError {
  try {
    checkTrackerOptions(optionsWith(members));
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The options were taken.');
}

describe('checkTrackerOptions', () => {
  it('resolves every default', () => {
    expect(checkTrackerOptions({ projectName: 'shop', database })).toEqual({
      projectName: 'shop',
      teamName: undefined,
      database,
      customPricing: undefined,
      retry: { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 10_000, backoffMultiplier: 2 },
      batchSize: 100,
      batchIntervalMs: 1000,
      attribution: undefined,
      onEvent: undefined,
    });
  });

  it('takes undefined for absent, as of an environment variable that is not set', () => {
    const members = { teamName: undefined, retry: { maxRetries: undefined }, batchSize: undefined, onEvent: undefined };
    expect(checkTrackerOptions(optionsWith(members))).toEqual(checkTrackerOptions(optionsWith({})));
  });

  it('keeps what is given', () => {
    const attribution = (): undefined => undefined;
    const given = {
      teamName: 'search',
      customPricing: { 'gpt-4o': { inputCostPerToken: '0.0000025', mode: 'replace' } },
      retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 1, backoffMultiplier: 1 },
      batchSize: 1,
      batchIntervalMs: 0,
      attribution,
      onEvent: () => undefined,
    };
    expect(checkTrackerOptions(optionsWith(given))).toEqual({ projectName: 'shop', database, ...given });
  });

  it('names an unknown option and what it was meant to be', () => {
    const error = refusal({ batchsize: 5 });
    expect(error.message).toBe(
      'batchsize must be an option of createTracker() (projectName, teamName, database, customPricing, pricing, retry, batchSize, ' +
        'batchIntervalMs, attribution, onEvent), but is none of them. Did you mean batchSize?',
    );
    expect(error.path).toBe('batchsize');
    expect(refusal({ retry: { maxRetry: 1 } }).message).toContain('Did you mean retry.maxRetries?');
    expect(refusal({ customPricing: { m: { inputCostPerTokens: 1 } } }).message).toContain(
      'Did you mean customPricing["m"].inputCostPerToken?',
    );
    expect(refusal({ apiKey: 'sk-secret' }).message).toContain('Leave it out.');
  });

  it.each([
    [{ projectName: undefined }, 'projectName must be a non-empty string, but is missing.'],
    [{ projectName: '' }, 'projectName must be a non-empty string, but is empty.'],
    [{ projectName: 7 }, 'projectName must be a non-empty string, but is 7.'],
    [{ teamName: null }, 'teamName must be a non-empty string, but is null.'],
    [{ batchSize: -1 }, 'batchSize must be a whole number from 1 to 10000, but is -1.'],
    [{ batchSize: 0 }, 'batchSize must be a whole number from 1 to 10000, but is 0.'],
    [{ batchSize: 1.5 }, 'batchSize must be a whole number from 1 to 10000, but is 1.5.'],
    [{ batchSize: null }, 'batchSize must be a whole number from 1 to 10000, but is null.'],
    [{ batchSize: '5' }, 'batchSize must be a whole number from 1 to 10000, but is the string "5".'],
    [{ batchIntervalMs: Number.NaN }, 'batchIntervalMs must be a number from 0 to 2147483647, but is NaN.'],
    [
      { batchIntervalMs: Number.POSITIVE_INFINITY },
      'batchIntervalMs must be a number from 0 to 2147483647, but is Infinity.',
    ],
    [
      { retry: null },
      'retry must be an object with maxRetries, initialDelayMs, maxDelayMs, backoffMultiplier, but is null.',
    ],
    [{ retry: { maxRetries: -1 } }, 'retry.maxRetries must be a whole number from 0 to 9007199254740991, but is -1.'],
    [
      { retry: { maxDelayMs: '10s' } },
      'retry.maxDelayMs must be a number from 0 to 2147483647, but is the string "10s".',
    ],
    [{ retry: { backoffMultiplier: 0.5 } }, 'retry.backoffMultiplier must be a number from 1 to 1000, but is 0.5.'],
    [{ onEvent: 'console' }, 'onEvent must be a function, but is the string "console".'],
    [{ attribution: {} }, 'attribution must be a function, but is an object.'],
    [{ database: { ...database, saveBatch: true } }, 'database.saveBatch must be a function, or absent, but is true.'],
    [
      { customPricing: { m: 1 } },
      'customPricing["m"] must be an object with inputCostPerToken, outputCostPerToken, rates, multiplier, mode, but is 1.',
    ],
  ])('refuses %j', (members, message) => {
    expect(refusal(members).message).toBe(message);
  });

  it('says which method a database lacks', () => {
    const { save: _, ...withoutSave } = database;
    expect(refusal({ database: withoutSave }).message).toBe(
      'database must be a database adapter: an object with connect(), disconnect() and save(), but is an object without save().',
    );
  });

  it('says what to pass when the class of an adapter is passed', () => {
    class OwnAdapter {}
    expect(refusal({ database: OwnAdapter }).message).toContain('Make one: new OwnAdapter(…).');
  });

  it('never shows what may be a secret', () => {
    const connectionString = 'postgres://app:hunter2@db/app';
    const errors = [
      refusal({ database: connectionString }),
      refusal({ onEvent: `sk-${'a1B2c3D4'.repeat(3)}` }),
      refusal({ connectionString }),
      refusal({ customPricing: 'x'.repeat(1000) }),
    ];
    for (const error of errors) expect(error.message).not.toMatch(/hunter2|a1B2|xxx/);
    expect(errors[0]?.message).toContain('but is a string.');
  });

  it('refuses to do without options', () => {
    // @ts-expect-error an app without types
    expect(() => checkTrackerOptions()).toThrow(/the options of createTracker\(\) must be an object with projectName/);
  });
});
