import { describe, expect, it } from 'vitest';
import { parseMembers } from './parse-members.ts';

const long = 'He said: "usage": {"model": 1} \\ and \\" then }]} Grüße 🌊. '.repeat(200);
const fields = ['id', 'model', 'usage', 'tier'];

const bodies: [string, unknown][] = [
  [
    'at both ends',
    { id: 'a', model: 'm', choices: [{ text: long, usage: { no: 1 } }], usage: { total: 3 }, tier: null },
  ],
  ['in the middle', { choices: [long], usage: { total: 3 }, output: [long], tier: 'x' }],
  ['after a long string', { id: 'a', text: long, usage: { total: 3, parts: [1, { b: 2 }] }, end: '\\' }],
  ['nowhere at the top', { choices: [{ id: long, model: 'no', usage: 1 }], other: long }],
  ['as long values', { usage: { text: long, list: [long] }, id: long, more: [long], tier: [long, long] }],
  ['as an empty key beside', { '': long, id: '', usage: {}, model: [] }],
  ['as numbers and words', { id: 1.5e-7, model: true, x: [long], usage: -0.25, tier: false }],
  ['with escapes in keys', { 'a"b\\': long, id: 'q"\\', usage: { 'x"}': '{"' } }],
];

const only = (body: unknown): unknown => {
  const entries = Object.entries(body as object).filter(([key]) => fields.includes(key));
  return Object.fromEntries(entries);
};

describe('the top-level members of a JSON text', () => {
  it.each(bodies)('are found %s', (_name, body) => {
    for (const text of [JSON.stringify(body), JSON.stringify(body, null, 2), `\n ${JSON.stringify(body)} \r\n`]) {
      expect(parseMembers(text, fields)).toMatchObject(only(body) as object);
    }
  });

  it('are the same as JSON.parse finds, for any order and nesting', () => {
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    const value = (depth: number): unknown =>
      [
        () => next(1000) / 8,
        () => long.slice(0, next(long.length)),
        () => null,
        () => '\\'.repeat(next(4)),
        () => Object.fromEntries(Array.from({ length: depth > 2 ? 0 : next(4) }, () => [name(), value(depth + 1)])),
        () => Array.from({ length: depth > 2 ? 0 : next(4) }, () => value(depth + 1)),
      ][next(6)]?.();
    const name = (): string => [...fields, 'choices', 'x"', '\\', '', 'é'][next(9)] ?? 'id';
    for (let round = 0; round < 2000; round += 1) {
      const body = Object.fromEntries(Array.from({ length: next(9) }, () => [name(), value(0)]));
      const found = parseMembers(JSON.stringify(body, null, next(2) * 2), fields);
      expect(only(found)).toEqual(only(body));
    }
  });

  it('are not found in what is no JSON object', () => {
    for (const text of [
      '',
      'nonsense',
      `{"id":"${long.replaceAll(/["\\]/g, '')}`,
      `[${JSON.stringify(long)}]x`,
      '{'.repeat(9000),
    ]) {
      expect(parseMembers(text, fields)).toBeUndefined();
    }
    expect(parseMembers('null', fields)).toBe(null);
  });
});
