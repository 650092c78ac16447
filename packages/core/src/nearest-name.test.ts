import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['projectName', 'teamName', 'batchSize', 'batchIntervalMs', 'onEvent'];

describe('nearestName', () => {
  it.each([
    ['batchsize', 'batchSize'],
    ['batchSzie', 'batchSize'],
    ['batch_size', 'batchSize'],
    ['team', 'teamName'],
    ['project', 'projectName'],
    ['onevents', 'onEvent'],
    ['batchInterval', 'batchIntervalMs'],
  ])('takes %s for %s', (name, meant) => {
    expect(nearestName(name, names)).toBe(meant);
  });

  it.each(['', 'x', 'apiKey', 'somethingElseEntirely'])('takes %j for nothing', (name) => {
    expect(nearestName(name, names)).toBeUndefined();
  });
});
