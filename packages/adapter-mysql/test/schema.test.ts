import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { kitId, kitRecord } from '@llm-tracker/testing';
import { expect, test } from 'vitest';
import { describeOnMysql } from './test-database.ts';

describeOnMysql('the schema', ({ server, url, schema, admin }) => {
  const adapterOn = (table: string, migrations?: 'check'): MySQLAdapter =>
    new MySQLAdapter({ connectionString: url, tableName: `${schema}.${table}`, migrations });

  test('columns have types, comments and a collation that other tools can read', async () => {
    const adapter = adapterOn('typed');
    await adapter.connect();
    await adapter.disconnect();
    const [rows] = await admin.query(
      `SELECT CONCAT(column_name, ' ', column_type) AS type, column_comment AS comment, collation_name AS collation
       FROM information_schema.columns WHERE table_schema = '${schema}' AND table_name = 'typed'`,
    );
    const columns = rows as { type: string; comment: string; collation: string | null }[];
    expect(columns.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'request_id char(36)',
        'timestamp datetime(3)',
        'cost_usd decimal(24,12)',
        'model varchar(256)',
        'error varchar(2048)',
      ]),
    );
    expect(columns.every(({ comment }) => comment !== '')).toBe(true);
    const collation = server === 'MySQL' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';
    expect(columns.find(({ type }) => type.startsWith('model'))?.collation).toBe(collation);
  });

  test('check rejects with the missing SQL, and running that SQL is enough', async () => {
    const adapter = adapterOn('checked', 'check');
    const missing = await adapter.connect().catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: 'schema_missing' });
    expect(adapter.classifyError(missing)).toBe('park');
    for (const statement of String(missing).split('\n').slice(1)) await admin.query(statement);
    await adapter.connect();
    await adapter.save(kitRecord());
    expect(await adapter.listCalls({})).toEqual([kitRecord()]);
    await adapter.disconnect();
  });

  test.each([{ readOnly: true }, { migrations: 'check' }] as const)(
    'connecting with %o changes nothing',
    async (options) => {
      const table = 'readOnly' in options ? 'only_read' : 'only_checked';
      const count = async (sql: string): Promise<number> => ((await admin.query(sql))[0] as unknown[]).length;
      const adapter = adapterOn(table);
      const absent = await adapter.connect(options).catch((error: unknown) => error);
      expect(absent).toMatchObject({ code: 'schema_missing' });
      expect(adapter.classifyError(absent)).toBe('park');
      expect(await count(`SHOW TABLES FROM ${schema} LIKE '${table}'`)).toBe(0);

      const owner = adapterOn(table);
      await owner.connect();
      await admin.query(`ALTER TABLE ${schema}.${table} DROP INDEX ${table}_time, RENAME COLUMN region TO place`);
      await expect(adapter.connect(options)).rejects.toThrow('ADD COLUMN `region`');
      await admin.query(`ALTER TABLE ${schema}.${table} RENAME COLUMN place TO region`);
      // Without an index it is only slower.
      await adapter.connect(options);
      expect(await count(`SHOW INDEX FROM ${schema}.${table} WHERE Key_name = '${table}_time'`)).toBe(0);
      expect(await adapter.listCalls({})).toEqual([]);
      await adapter.disconnect();
      await owner.disconnect();
    },
  );

  test('a table of an earlier version gets the columns that it lacks, and keeps its rows and what the app added', async () => {
    const adapter = adapterOn('earlier');
    await adapter.connect();
    await adapter.save(kitRecord({ region: 'eu' }));
    await admin.query(
      `ALTER TABLE ${schema}.earlier DROP COLUMN region, ADD COLUMN of_the_app TEXT, DROP INDEX earlier_time`,
    );
    await adapter.connect();
    await adapter.save(kitRecord({ requestId: kitId(2), region: 'us' }));
    expect((await adapter.listCalls({})).map((call) => call.region)).toEqual(['us', null]);
    const [indexes] = await admin.query(`SHOW INDEX FROM ${schema}.earlier WHERE Key_name = 'earlier_time'`);
    expect(indexes).toHaveLength(2);
    await adapter.disconnect();
  });

  test('whoever may not change the schema is shown the SQL that is missing', async () => {
    const user = `${schema}_writer`;
    await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'x'`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.* TO '${user}'@'%'`);
    const target = new URL(url);
    [target.username, target.password, target.pathname] = [user, 'x', ''];
    const adapter = new MySQLAdapter({ connectionString: target.href, tableName: `${schema}.denied` });
    const denied = await adapter.connect().catch((error: unknown) => error);
    expect(String(denied)).toContain(`CREATE TABLE IF NOT EXISTS \`${schema}\`.\`denied\``);
    expect(adapter.classifyError(denied)).toBe('park');
    const owner = adapterOn('denied');
    await owner.connect();
    await owner.disconnect();
    await adapter.connect();
    await adapter.save(kitRecord());
    await adapter.disconnect();
    await admin.query(`DROP USER '${user}'@'%'`);
  });

  test('the shipped queries search an index', async () => {
    const adapter = adapterOn('searched');
    await adapter.connect();
    const startMs = Date.parse('2026-01-01T00:00:00Z');
    await adapter.saveBatch(
      Array.from({ length: 5000 }, (_, index) =>
        kitRecord({
          requestId: kitId(index),
          projectName: index % 50 === 0 ? 'shop' : `project ${index % 50}`,
          timestamp: new Date(startMs + index * 3_600_000),
        }),
      ),
    );
    await adapter.disconnect();
    await admin.query(`ANALYZE TABLE ${schema}.searched`);
    const plan = async (query: string): Promise<{ key: string; Extra: string }> => {
      // MySQL 9 explains as a tree unless told otherwise.
      const [rows] = await admin.query(`EXPLAIN ${server === 'MySQL' ? 'FORMAT=TRADITIONAL ' : ''}${query}`);
      return (rows as { key: string; Extra: string }[])[0] ?? { key: '', Extra: '' };
    };
    const from = `SELECT * FROM ${schema}.searched WHERE`;
    const month = await plan(
      `${from} project_name = 'shop' AND timestamp >= '2026-03-01' AND timestamp < '2026-04-01'`,
    );
    expect(month.key).toBe('searched_project_time');
    const page = await plan(
      `${from} timestamp <= '2026-01-08' AND (timestamp < '2026-01-08' OR request_id < '${kitId(1)}') ORDER BY ${schema}.searched.timestamp DESC, ${schema}.searched.request_id DESC LIMIT 10`,
    );
    expect(page.key).toBe('searched_time');
    expect(page.Extra ?? '').not.toContain('filesort');
    expect((await plan(`${from} request_id IN ('${kitId(1)}', '${kitId(2)}')`)).key).toBe('PRIMARY');
  });

  test('a table whose key is another, or gone as in a copy, is refused: calls would be counted twice', async () => {
    await adapterOn('original').connect();
    await admin.query(`CREATE TABLE ${schema}.copied AS SELECT * FROM ${schema}.original`);
    await admin.query(`CREATE TABLE ${schema}.widened LIKE ${schema}.original`);
    await admin.query(`ALTER TABLE ${schema}.widened DROP PRIMARY KEY, ADD PRIMARY KEY (request_id, model)`);
    for (const [table, key] of [
      ['copied', 'nothing'],
      ['widened', 'model'],
    ] as const) {
      for (const migrations of [undefined, 'check'] as const) {
        const adapter = adapterOn(table, migrations);
        const refused = await adapter.connect().catch((error: unknown) => error);
        expect(String(refused)).toMatch(new RegExp(`primary key of .* must be request_id, .* but is .*${key}`));
        expect(adapter.classifyError(refused)).toBe('park');
        await adapter.disconnect();
      }
    }
    await admin.query(`CREATE VIEW ${schema}.seen AS SELECT * FROM ${schema}.original`);
    const reader = adapterOn('seen');
    await reader.connect({ readOnly: true });
    expect(await reader.listCalls({})).toEqual([]);
    await reader.disconnect();
  });

  test('a table may be partitioned by time, with a key of two columns', async () => {
    const wanted = adapterOn('parted', 'check');
    const missing = await wanted.connect().catch((error: unknown) => error);
    const [create = ''] = String(missing).split('\n').slice(1);
    await admin.query(
      create.replace('PRIMARY KEY (`request_id`)', 'PRIMARY KEY (`request_id`, `timestamp`)').replace(/;$/, '') +
        " PARTITION BY RANGE COLUMNS (`timestamp`) (PARTITION old VALUES LESS THAN ('2026-01-01'), PARTITION rest VALUES LESS THAN MAXVALUE)",
    );
    await wanted.connect();
    await wanted.saveBatch([
      kitRecord(),
      kitRecord({ requestId: kitId(2), timestamp: new Date('2025-01-01T00:00:00Z') }),
    ]);
    await wanted.saveBatch([
      kitRecord({ revision: 0 }),
      kitRecord({ requestId: kitId(2), timestamp: new Date('2025-01-01T00:00:00Z'), revision: 3 }),
    ]);
    expect((await wanted.listCalls({})).map(({ revision }) => revision)).toEqual([1, 3]);
    await wanted.disconnect();
  });
});
