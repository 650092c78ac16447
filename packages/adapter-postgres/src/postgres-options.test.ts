import { ConfigurationError } from '@llm-tracker/core/plugin';
import { afterEach, expect, test, vi } from 'vitest';
import { PostgresAdapter } from './postgres-adapter.ts';
import { checkPostgresOptions, type PostgresAdapterOptions, postgresTarget } from './postgres-options.ts';

afterEach(() => vi.unstubAllEnvs());

test('wrong, unknown and contradicting options are refused, without showing a secret', () => {
  const pool = { connect: () => Promise.reject(new Error('unused')), on: () => pool, removeListener: () => pool };
  const wrong: [string, unknown][] = [
    ['options', 7],
    ['connectionString', { connectionString: 'secret' }],
    ['connectionString', { connectionString: 'mysql://secret@localhost/db' }],
    ['connectionString', { connectionString: 'postgres://user:secret#@[/db' }],
    ['port', { port: 0 }],
    ['port', { port: '5432' }],
    ['host', { host: 7 }],
    ['password', { password: { secret: true } }],
    ['pool', { pool: {} }],
    ['host', { pool, host: 'localhost' }],
    ['url', { url: 'postgres://secret@localhost' }],
  ];
  for (const [path, options] of wrong) {
    const check = (): void => checkPostgresOptions(options as PostgresAdapterOptions);
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(new RegExp(`^${path} must be`));
    expect(check).not.toThrow(/secret/);
  }
  expect(() => new PostgresAdapter({ tableName: 'calls"; --' })).toThrow(/^tableName must be/);
});

test('the target tells servers, databases and tables apart, and holds no secret', () => {
  vi.stubEnv('PGHOST', undefined);
  vi.stubEnv('PGDATABASE', undefined);
  const url = 'postgresql://user:secret@db.example.com:6432/app?sslmode=require';
  expect(postgresTarget({ connectionString: url })).toBe('db.example.com:6432/app');
  expect(
    postgresTarget({ host: 'db.example.com', port: 6432, database: 'app', user: 'user', password: 'secret' }),
  ).toBe('db.example.com:6432/app');
  expect(postgresTarget({ user: 'me' })).toBe('localhost:5432/me');
  vi.stubEnv('PGHOST', 'elsewhere');
  vi.stubEnv('PGDATABASE', 'app');
  expect(postgresTarget({})).toBe('elsewhere:5432/app');
  const pool = { connect: () => Promise.reject(new Error('unused')), on: () => pool, removeListener: () => pool };
  const known = Object.assign(pool, { options: { connectionString: url } });
  expect(postgresTarget({ pool: known })).toBe('db.example.com:6432/app');
  expect(new PostgresAdapter({ connectionString: url, tableName: 'billing.calls' }).target).toBe(
    'postgres db.example.com:6432/app "billing"."calls"',
  );
  expect(postgresTarget({ host: 'ω'.repeat(300) })).toMatch(/^[0-9a-f]{32}$/);
});
