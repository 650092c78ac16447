import { ConfigurationError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { parseTableName } from './sql-table.ts';
import { sqliteDialect } from './sqlite/sqlite-dialect.ts';

test('takes an identifier, alone or in a schema, and quotes it', () => {
  expect(parseTableName('llm_tracking', sqliteDialect.quote)).toEqual({
    schema: null,
    name: 'llm_tracking',
    sql: '"llm_tracking"',
  });
  expect(parseTableName('Billing._calls2', sqliteDialect.quote).sql).toBe('"Billing"."_calls2"');
  expect(parseTableName('a'.repeat(48), sqliteDialect.quote).name).toHaveLength(48);
});

test('refuses everything else before any connection', () => {
  const pieces = [
    '',
    ' ',
    '"',
    "'",
    '`',
    ';',
    '--',
    '/*',
    '\\',
    '\u0000',
    '\n',
    '.',
    '-',
    '$',
    '(',
    'ａ',
    'é',
    '🚀',
    '\u200b',
  ];
  const around = pieces.flatMap((piece) => [`${piece}calls`, `calls${piece}`, `ca${piece}lls`, `public.${piece}calls`]);
  const names = [
    ...around.filter((name) => name !== 'calls' && name !== 'public.calls' && name !== 'ca.lls'),
    ...Array.from({ length: 460 }, (_, index) => `calls${String.fromCharCode(128 + index * 37)}`),
    'a'.repeat(49),
    '1calls',
    'a.b.c',
    'calls; DROP TABLE users',
    'calls" (id) VALUES (1); --',
    7,
    null,
    {},
    ['calls'],
    { toString: () => 'calls' },
  ];
  expect(names.length).toBeGreaterThanOrEqual(500);
  for (const name of names) expect(() => parseTableName(name, sqliteDialect.quote)).toThrow(ConfigurationError);
});
