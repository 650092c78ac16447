import { ConfigurationError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { MySQLAdapter } from './mysql-adapter.ts';
import { checkMysqlOptions, type MySQLAdapterOptions, mysqlTarget } from './mysql-options.ts';

const pool = { getConnection: () => Promise.reject(new Error('unused')) };

test('wrong, unknown and contradicting options are refused, without showing a secret', () => {
  const wrong: [string, unknown][] = [
    ['options', 7],
    ['connectionString', { connectionString: 'secret' }],
    ['connectionString', { connectionString: 'postgres://secret@localhost/db' }],
    ['port', { port: 70_000 }],
    ['host', { host: 7 }],
    ['password', { password: () => 'secret' }],
    ['ssl', { ssl: 'secret' }],
    ['pool', { pool: {} }],
    ['host', { pool, host: 'localhost' }],
    ['uri', { uri: 'mysql://secret@localhost' }],
  ];
  for (const [path, options] of wrong) {
    const check = (): void => checkMysqlOptions(options as MySQLAdapterOptions);
    expect(check).toThrow(ConfigurationError);
    expect(check).toThrow(new RegExp(`^${path} must be`));
    expect(check).not.toThrow(/secret/);
  }
  expect(() => new MySQLAdapter({ tableName: 'calls`; --' })).toThrow(/^tableName must be/);
});

test('the target tells servers, databases and tables apart, and holds no secret', () => {
  expect(mysqlTarget({ connectionString: 'mysql://user:secret@db.example.com:3307/app' })).toBe(
    'db.example.com:3307/app',
  );
  expect(mysqlTarget({ host: 'db.example.com', port: 3307, database: 'app', user: 'user', password: 'secret' })).toBe(
    'db.example.com:3307/app',
  );
  expect(mysqlTarget({})).toBe('localhost:3306/');
  const known = {
    ...pool,
    pool: { config: { connectionConfig: { host: 'db', port: 3306, database: 'app', password: 'secret' } } },
  };
  expect(mysqlTarget({ pool: known })).toBe('db:3306/app');
  expect(new MySQLAdapter({ host: 'db', tableName: 'billing.calls' }).target).toBe('mysql db:3306/ `billing`.`calls`');
});
