import assert from 'node:assert/strict';
import { test } from 'vitest';
import { sampleOf } from './json-schema-sample.ts';

test('makes a value of every kind, through references', () => {
  const schema = {
    type: 'object',
    $defs: { city: { type: 'string' } },
    properties: {
      city: { $ref: '#/$defs/city' },
      degrees: { type: ['number', 'null'] },
      unit: { enum: ['C', 'F'] },
      days: { type: 'array', items: { type: 'boolean' } },
      note: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      kind: { const: 'weather' },
    },
  };
  const sample = { city: 'sample', degrees: 42, unit: 'C', days: [true], note: null, kind: 'weather' };
  assert.deepEqual(sampleOf(schema), sample);
});
