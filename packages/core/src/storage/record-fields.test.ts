import { expect, test } from 'vitest';
import { exampleRecord } from './example-record.test-data.ts';
import { recordFields } from './record-fields.ts';

test('every member of a record but costUsd is a field, under its own name', () => {
  const members = Object.keys(exampleRecord()).filter((name) => name !== 'costUsd');
  expect(Object.keys(recordFields).toSorted()).toEqual(members.toSorted());
  for (const [name, field] of Object.entries(recordFields)) expect(field.name).toBe(name);
});

test('stored names are snake_case identifiers, none twice', () => {
  const names = Object.values(recordFields).map((field) => field.storedName);
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(new Set(names).size).toBe(names.length);
});

test('text has a length and nothing else has one', () => {
  for (const field of Object.values(recordFields)) expect(field.maxLength !== null).toBe(field.kind === 'text');
});
