import { expect, test } from 'vitest';
import { type MongoAdapterOptions, readMongoOptions } from './mongo-options.ts';

const client = { db: () => ({ collection: () => ({}) }) };

test.each<[MongoAdapterOptions, string]>([
  [{ uri: 'mongodb://localhost:27017' }, 'mongodb localhost:27017 llm_tracking.llm_tracking'],
  [{ uri: 'mongodb://a:1,b:2/shop?w=1', collection: 'calls' }, 'mongodb a:1,b:2 shop.calls'],
  [{ uri: 'mongodb+srv://me:secret@x.mongodb.net/?a=b' }, 'mongodb x.mongodb.net llm_tracking.llm_tracking'],
  [{ uri: 'mongodb://me:se%40c/ret@h/db', database: 'other' }, 'mongodb h other.llm_tracking'],
  [{ client, database: 'shop' }, 'mongodb client shop.llm_tracking'],
])('%j is %s', (options, target) => {
  expect(readMongoOptions(options).target).toBe(target);
});

test.each<[string, unknown]>([
  ['options', null],
  ['uri', {}],
  ['uri', { uri: 'mongodb://localhost', client }],
  ['uri', { uri: 'postgres://me:hunter2@localhost/db' }],
  ['uri', { uri: 7 }],
  ['client', { client: {} }],
  ['url', { url: 'mongodb://localhost' }],
  ['migrations', { uri: 'mongodb://localhost', migrations: 'off' }],
  ...['', 'a.b', 'a b', 'a$b', 'a/b', 'a\0b', 'x'.repeat(64), 7].map((database): [string, unknown] => [
    'database',
    { uri: 'mongodb://localhost', database },
  ]),
  ...['', '$cmd', 'a$b', 'a\0b', 'system.users', '.a', 'a.', 'x'.repeat(201), {}].map(
    (collection): [string, unknown] => ['collection', { uri: 'mongodb://localhost', collection }],
  ),
])('refuses a wrong %s: %j', (path, options) => {
  try {
    readMongoOptions(options as MongoAdapterOptions);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_option', path });
    expect(String(error)).not.toContain('hunter2');
    return;
  }
  expect.unreachable();
});
