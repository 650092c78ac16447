import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import { kitId, kitRecord, type StorageContext, storageCases } from '@llm-tracker/testing';
import { describe, expect, test } from 'vitest';
import { describeOnPostgres } from './test-database.ts';

describeOnPostgres('the schema in PostgreSQL', ({ url, schema, admin }) => {
  const adapterOn = (table: string, migrations?: 'check'): PostgresAdapter =>
    new PostgresAdapter({ connectionString: url, tableName: `${schema}.${table}`, migrations });

  test('columns have types and comments that other tools can read', async () => {
    const adapter = adapterOn('typed');
    await adapter.connect();
    await adapter.disconnect();
    const { rows } = await admin.query(
      `SELECT attname || ' ' || format_type(atttypid, atttypmod) AS column, col_description(attrelid, attnum) AS comment
       FROM pg_attribute WHERE attrelid = '${schema}.typed'::regclass AND attnum > 0`,
    );
    expect(rows.map((row) => row.column)).toEqual(
      expect.arrayContaining([
        'request_id uuid',
        'timestamp timestamp(3) with time zone',
        'cost_usd numeric(24,12)',
        'tags jsonb',
        'total_tokens bigint',
        'model text',
      ]),
    );
    expect(rows.every((row) => row.comment?.length > 0)).toBe(true);
  });

  test('check rejects with the missing SQL, and running that SQL is enough', async () => {
    const adapter = adapterOn('checked', 'check');
    const missing = await adapter.connect().catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: 'schema_missing' });
    expect(adapter.classifyError(missing)).toBe('park');
    await admin.query(String(missing).replace(/^[^\n]*\n/, ''));
    await adapter.connect();
    await adapter.save(kitRecord());
    expect(await adapter.listCalls({})).toEqual([kitRecord()]);
    await adapter.disconnect();
  });

  test.each([{ readOnly: true }, { migrations: 'check' }] as const)(
    'connecting with %o changes nothing',
    async (options) => {
      const table = 'readOnly' in options ? 'only_read' : 'only_checked';
      const found = async (name: string): Promise<unknown> =>
        (await admin.query(`SELECT to_regclass('${schema}.${name}') AS found`)).rows[0].found;
      const adapter = adapterOn(table);
      const absent = await adapter.connect(options).catch((error: unknown) => error);
      expect(absent).toMatchObject({ code: 'schema_missing' });
      expect(adapter.classifyError(absent)).toBe('park');
      expect(await found(table)).toBeNull();

      const owner = adapterOn(table);
      await owner.connect();
      await admin.query(
        `DROP INDEX ${schema}.${table}_time; ALTER TABLE ${schema}.${table} RENAME COLUMN region TO place`,
      );
      await expect(adapter.connect(options)).rejects.toThrow('ADD COLUMN IF NOT EXISTS "region"');
      await admin.query(`ALTER TABLE ${schema}.${table} RENAME COLUMN place TO region`);
      // Without an index it is only slower.
      await adapter.connect(options);
      expect(await found(`${table}_time`)).toBeNull();
      expect(await adapter.listCalls({})).toEqual([]);
      await adapter.disconnect();
      await owner.disconnect();
    },
  );

  test('a table of an earlier version gets the columns that it lacks, and keeps its rows and what the app added', async () => {
    const adapter = adapterOn('earlier');
    await adapter.connect();
    await adapter.save(kitRecord({ region: 'eu' }));
    await admin.query(`ALTER TABLE ${schema}.earlier DROP COLUMN region, ADD COLUMN of_the_app text`);
    await admin.query(`DROP INDEX ${schema}.earlier_time`);
    await adapter.connect();
    await adapter.save(kitRecord({ requestId: kitId(2), region: 'us' }));
    expect((await adapter.listCalls({})).map((call) => call.region)).toEqual(['us', null]);
    expect((await admin.query(`SELECT to_regclass('${schema}.earlier_time') AS found`)).rows[0].found).not.toBeNull();
    await adapter.disconnect();
  });

  test('whoever may not change the schema is shown the SQL that is missing', async () => {
    const role = `${schema}_writer`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    const target = new URL(url);
    [target.username, target.password] = [role, 'x'];
    const adapter = new PostgresAdapter({ connectionString: target.href, tableName: `${schema}.denied` });
    const denied = await adapter.connect().catch((error: unknown) => error);
    expect(String(denied)).toContain(`CREATE TABLE IF NOT EXISTS "${schema}"."denied"`);
    expect(adapter.classifyError(denied)).toBe('park');
    const owner = adapterOn('denied');
    await owner.connect();
    await owner.disconnect();
    await admin.query(`GRANT SELECT, INSERT, UPDATE ON ${schema}.denied TO ${role}`);
    await adapter.connect();
    await adapter.save(kitRecord());
    await adapter.disconnect();
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
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
    await admin.query(`ANALYZE ${schema}.searched`);
    const plan = async (query: string): Promise<string> => {
      const { rows } = await admin.query(`EXPLAIN ${query}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    await admin.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    const from = `SELECT * FROM ${schema}.searched WHERE`;
    const range = "timestamp >= '2026-03-01' AND timestamp < '2026-04-01'";
    expect(await plan(`${from} project_name = 'shop' AND ${range}`)).toContain(
      'Index Scan using searched_project_time',
    );
    const page = `${from} timestamp <= '2026-03-01' AND (timestamp < '2026-03-01' OR request_id < '${kitId(1)}')`;
    const pagePlan = await plan(`${page} ORDER BY timestamp DESC, request_id DESC LIMIT 10`);
    expect(pagePlan).toContain('Index Scan Backward using searched_time');
    expect(pagePlan).not.toContain('Sort');
    await admin.query('RESET enable_seqscan; RESET enable_bitmapscan');
  });

  describe('partitioned by time, with a key of two columns', () => {
    const context: StorageContext = {
      createAdapter(table) {
        const adapter = adapterOn(table);
        const connect = adapter.connect.bind(adapter);
        adapter.connect = async (options) => {
          await partition(table);
          await connect(options);
        };
        return adapter;
      },
    };
    for (const { name, run } of storageCases.filter(({ name }) => /revision|stored|batch|delete|fields?/.test(name))) {
      test(name, () => run(context));
    }
  });

  test('a table without a schema is found where queries find it, and not created again in front of it', async () => {
    await admin.query(`CREATE SCHEMA ${schema}_first`);
    const through = (searchPath: string): PostgresAdapter => {
      const target = new URL(url);
      target.searchParams.set('options', `-c search_path=${searchPath}`);
      return new PostgresAdapter({ connectionString: target.href, tableName: 'wandering' });
    };
    const owner = through(schema);
    await owner.connect();
    await owner.save(kitRecord());
    // As when a schema named like the user appears, which comes first by default.
    for (const options of [{ readOnly: true }, {}]) {
      const adapter = through(`${schema}_first,${schema}`);
      await adapter.connect(options);
      expect(await adapter.listCalls({})).toEqual([kitRecord()]);
      await adapter.disconnect();
    }
    const elsewhere = through(`${schema}_first`);
    await elsewhere.connect();
    expect(await elsewhere.listCalls({})).toEqual([]);
    await elsewhere.disconnect();
    await owner.disconnect();
    await admin.query(`DROP SCHEMA ${schema}_first CASCADE`);
  });

  test('a key that a revision could change is refused', async () => {
    await admin.query(
      `CREATE TABLE ${schema}.wrong (request_id uuid, project_name text, PRIMARY KEY (request_id, project_name))`,
    );
    const adapter = adapterOn('wrong');
    const refused = await adapter.connect().catch((error: unknown) => error);
    expect(String(refused)).toMatch(/must be request_id, or request_id and timestamp.*project_name/);
    expect(adapter.classifyError(refused)).toBe('park');
    await adapter.disconnect();
  });

  /** Creates the table as an administrator may, unless it is there. */
  async function partition(table: string): Promise<void> {
    const wanted = adapterOn(table, 'check');
    const missing = await wanted.connect().catch((error: unknown) => error);
    await wanted.disconnect();
    if (missing === undefined) return;
    const [create = ''] = String(missing).split('\n').slice(1);
    await admin.query(
      `${create.replace('PRIMARY KEY ("request_id"))', 'PRIMARY KEY ("request_id", "timestamp")) PARTITION BY RANGE ("timestamp")')}
       CREATE TABLE ${schema}.${table}_2026 PARTITION OF ${schema}.${table} FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
       CREATE TABLE ${schema}.${table}_rest PARTITION OF ${schema}.${table} DEFAULT`,
    );
  }
});
