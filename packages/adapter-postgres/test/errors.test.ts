import { PostgresAdapter, type PostgresAdapterOptions } from '@llm-tracker/adapter-postgres';
import type { TrackingData } from '@llm-tracker/core';
import { kitId, kitRecord } from '@llm-tracker/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { describeOnPostgres } from './test-database.ts';

describeOnPostgres('errors of PostgreSQL', ({ url, schema, admin }) => {
  /** A new adapter on a table of its own, connected. */
  async function connected(table: string, options: PostgresAdapterOptions = {}): Promise<PostgresAdapter> {
    const tableName = `${schema}.${table}`;
    const setUp = new PostgresAdapter({ connectionString: url, tableName });
    await setUp.connect();
    await setUp.disconnect();
    const adapter = new PostgresAdapter({ connectionString: url, tableName, ...options });
    await adapter.connect({ readOnly: true });
    return adapter;
  }

  test.each<[code: string, changes: Record<string, unknown>]>([
    ['22021', { model: 'nul \u0000' }],
    ['22003', { latencyMs: '9223372036854775808' }],
    ['22P02', { requestId: 'no uuid' }],
    ['22P05', { details: { costReason: '\u0000' } }],
    ['23502', { projectName: null }],
    ['23514', { costUsdExact: 'NaN' }],
    ['54000', { projectName: randomText(12_000) }],
  ])('%s is the fault of a row, and nothing of its batch is stored', async (code, changes) => {
    const adapter = await connected(`row_${code.toLowerCase()}`);
    const wrong = { ...kitRecord({ requestId: kitId(2) }), ...changes } as TrackingData;
    expect(await failureOf(adapter, adapter.saveBatch([kitRecord(), wrong]))).toEqual([code, 'split']);
    expect(await adapter.listCalls({})).toEqual([]);
    await adapter.saveBatch([kitRecord()]);
    await adapter.disconnect();
  });

  test('21000 and 23505 are the fault of rows: one id twice, a key that is not ours', async () => {
    const adapter = await connected('keys');
    expect(await failureOf(adapter, adapter.saveBatch([kitRecord(), kitRecord()]))).toEqual(['21000', 'split']);
    await admin.query(`CREATE UNIQUE INDEX ON ${schema}.keys (model)`);
    const rows = [1, 2].map((id) => kitRecord({ requestId: kitId(id) }));
    expect(await failureOf(adapter, adapter.saveBatch(rows))).toEqual(['23505', 'split']);
    await adapter.disconnect();
  });

  // What a test cannot do to a server, such as filling its disk, the server says when a trigger tells it to.
  test.each([
    ...['40001', '53000', '53100', '53200', '58000', '58030', '57P05', '25006'].map((code) => [code, 'retry'] as const),
    ['54001', 'split'] as const,
    ['3F000', 'park'] as const,
  ])('%s, as the server says it, means %s', async (code, reaction) => {
    const table = `said_${code.toLowerCase()}`;
    const adapter = await connected(table);
    await admin.query(
      `CREATE FUNCTION ${schema}.say_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${code}'; END $$;
       CREATE TRIGGER say BEFORE INSERT ON ${schema}.${table} EXECUTE FUNCTION ${schema}.say_${table}()`,
    );
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual([code, reaction]);
    await admin.query(`DROP TRIGGER say ON ${schema}.${table}`);
    await adapter.save(kitRecord());
    await adapter.disconnect();
  });

  test('25006, a server that takes no writes, is a matter of time', async () => {
    const adapter = await connected('standby', {
      connectionString: withSetting(url, 'default_transaction_read_only=on'),
    });
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual(['25006', 'retry']);
    await adapter.disconnect();
  });

  test('40001, a row that another transaction has changed, is a matter of time', async () => {
    const strict = withSetting(url, 'default_transaction_isolation=repeatable\\ read');
    const adapter = await connected('serial', { connectionString: strict });
    await adapter.save(kitRecord());
    await whileLocked(`UPDATE ${schema}.serial SET revision = 5`, async (release) => {
      const saved = failureOf(adapter, adapter.save(kitRecord({ revision: 2 })));
      await untilWaiting();
      await release();
      expect(await saved).toEqual(['40001', 'retry']);
    });
    await adapter.disconnect();
  });

  test('40P01, a deadlock, is a matter of time', async () => {
    const adapter = await connected('deadlock');
    const rows = [1, 2].map((id) => kitRecord({ requestId: kitId(id) }));
    await adapter.saveBatch(rows);
    const update = (id: number): string =>
      `UPDATE ${schema}.deadlock SET model = 'x' WHERE request_id = '${kitId(id)}'`;
    await whileLocked(`SET LOCAL deadlock_timeout = '60s'; ${update(2)}`, async (_release, locker) => {
      const saved = failureOf(adapter, adapter.saveBatch(rows.map((row) => ({ ...row, revision: 2 }))));
      await untilWaiting();
      await locker.query(update(1));
      expect(await saved).toEqual(['40P01', 'retry']);
    });
    await adapter.disconnect();
  });

  test('55P03 and 57014, a lock that takes too long and a statement that was ended, are a matter of time', async () => {
    const impatient = await connected('locked', { connectionString: withSetting(url, 'lock_timeout=50') });
    const patient = new PostgresAdapter({ connectionString: url, tableName: `${schema}.locked` });
    await patient.connect();
    await whileLocked(`LOCK TABLE ${schema}.locked`, async () => {
      expect(await failureOf(impatient, impatient.save(kitRecord()))).toEqual(['55P03', 'retry']);
      const saved = failureOf(patient, patient.save(kitRecord()));
      await untilWaiting();
      await admin.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema}'`);
      expect(await saved).toEqual(['57014', 'retry']);
    });
    await impatient.disconnect();
    await patient.disconnect();
  });

  test('42P01, 42703 and 42804, a table that is not as it was, are for a person', async () => {
    const adapter = await connected('changed');
    await admin.query(
      `ALTER TABLE ${schema}.changed ALTER COLUMN streamed DROP NOT NULL, ALTER COLUMN streamed TYPE date USING NULL`,
    );
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual(['42804', 'park']);
    await admin.query(`ALTER TABLE ${schema}.changed DROP COLUMN model`);
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual(['42703', 'park']);
    await admin.query(`DROP TABLE ${schema}.changed`);
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual(['42P01', 'park']);
    await adapter.disconnect();
  });

  test('3D000, 3F000, 28P01, 42501 and 53300: who may not or cannot connect', async () => {
    const role = `${schema}_role`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'; GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    await (await connected('others')).disconnect();
    const as = (changes: { password?: string; database?: string }): PostgresAdapter => {
      const target = new URL(url);
      target.username = role;
      target.password = changes.password ?? 'right';
      if (changes.database !== undefined) target.pathname = changes.database;
      return new PostgresAdapter({ connectionString: target.href, tableName: `${schema}.others`, migrations: 'check' });
    };
    const nowhere = new PostgresAdapter({ connectionString: url, tableName: 'no_such_schema.calls' });
    expect(await failureOf(nowhere, nowhere.connect())).toEqual(['3F000', 'park']);
    await nowhere.disconnect();
    for (const [adapter, code, reaction] of [
      [as({ database: 'no_such_database' }), '3D000', 'park'],
      [as({ password: 'wrong' }), '28P01', 'park'],
    ] as const) {
      expect(await failureOf(adapter, adapter.connect())).toEqual([code, reaction]);
      await adapter.disconnect();
    }
    // Without any right to the table its columns cannot be seen.
    await admin.query(`GRANT SELECT ON ${schema}.others TO ${role}`);
    const reader = as({});
    await reader.connect();
    expect(await failureOf(reader, reader.save(kitRecord()))).toEqual(['42501', 'park']);
    expect(await reader.listCalls({})).toEqual([]);
    await reader.disconnect();
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
    const late = as({});
    expect(await failureOf(late, late.connect())).toEqual(['53300', 'retry']);
    await late.disconnect();
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  test('no server, no password, no driver, not connected', async () => {
    const absent = new PostgresAdapter({ host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' });
    expect(await failureOf(absent, absent.connect())).toEqual(['ECONNREFUSED', 'retry']);
    await absent.disconnect();
    const withoutPassword = new URL(url);
    withoutPassword.password = '';
    const forgetful = new PostgresAdapter({ connectionString: withoutPassword.href });
    expect((await failureOf(forgetful, forgetful.connect()))[1]).toBe('park');
    await forgetful.disconnect();
    const early = new PostgresAdapter({ connectionString: url });
    await expect(early.save(kitRecord())).rejects.toThrow('Call connect() first.');
  });

  async function untilWaiting(): Promise<void> {
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = '${schema}' AND wait_event_type = 'Lock'`;
    while ((await admin.query(waiting)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Runs SQL in a transaction of another session, and ends it afterwards. */
  async function whileLocked(
    sql: string,
    work: (release: () => Promise<unknown>, locker: pg.Client) => Promise<void>,
  ): Promise<void> {
    const locker = new pg.Client({ connectionString: url.replace(schema, 'locker') });
    await locker.connect();
    try {
      await locker.query(`BEGIN; ${sql}`);
      await work(() => locker.query('COMMIT'), locker);
    } finally {
      await locker.end();
    }
  }
});

/** The code of an operation's error, and what the adapter says of it. */
async function failureOf(adapter: PostgresAdapter, operation: Promise<unknown>): Promise<[code: unknown, string]> {
  const error = await operation.then(
    () => {
      throw new Error('there was no error');
    },
    (thrown: unknown) => thrown,
  );
  return [error instanceof Error && 'code' in error ? error.code : String(error), adapter.classifyError(error)];
}

function withSetting(url: string, setting: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c ${setting}`);
  return changed.href;
}

/** Text that cannot be compressed much. */
function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x4e00 + (state % 20_000));
  }).join('');
}
