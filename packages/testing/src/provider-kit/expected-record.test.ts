import assert from 'node:assert/strict';
import type { TrackingData } from '@llm-tracker/core';
import { describe, test } from 'vitest';
import { assertSameText } from './assert-same-text.ts';
import { assertRecords } from './expected-record.ts';

const row = (values: Partial<TrackingData>): TrackingData => values as TrackingData;

describe('assertRecords', () => {
  const rows = [row({ operation: 'chat', totalTokens: 1 }), row({ operation: 'chat', totalTokens: 2 })];

  test('finds each expected row once, in any order', () => {
    assertRecords(rows, [{ totalTokens: 2 }, { totalTokens: 1, operation: /^ch/ }]);
    assert.throws(() => assertRecords(rows, [{ totalTokens: 2 }, { totalTokens: 2 }]), { message: /other values/ });
  });

  test('compares the units of the items that a row has', () => {
    const item = { rateUsd: null, amountUsd: null, rateKey: null };
    const lineItems = [
      { ...item, unit: 'input' as const, quantity: 3 },
      { ...item, unit: 'output' as const, quantity: 0 },
      { ...item, unit: 'image' as const, quantity: 2, variant: '512x512' },
    ];
    const images = [row({ operation: 'images', details: { lineItems } })];
    assertRecords(images, [{ units: { 'image 512x512': 2, input: 3 } }]);
    assert.throws(() => assertRecords(images, [{ units: { input: 3 } }]), { message: /other values/ });
  });

  test('fails for too few and too many rows', () => {
    assert.throws(() => assertRecords(rows, [{ totalTokens: 1 }]), { message: /1 calls must be recorded/ });
    assert.throws(() => assertRecords([], [{}]), { message: /1 calls must be recorded/ });
  });
});

describe('assertSameText', () => {
  test('shows the first line that differs', () => {
    assert.throws(() => assertSameText('a\nb\nX', 'a\nb\nc', 'different'), { message: /^different, first in line 3/ });
    assert.throws(() => assertSameText('a', 'a\nb', 'shorter'), { message: /line 2/ });
    assertSameText('a\nb', 'a\nb', 'never');
  });
});
