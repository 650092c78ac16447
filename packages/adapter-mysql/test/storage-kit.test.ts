import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import mysql from 'mysql2';
import { afterAll, describe, test } from 'vitest';
import { describeOnMysql } from './test-database.ts';

describeOnMysql('storage', ({ server, url, schema }) => {
  describe('through a pool of its own', () => {
    runKit({ createAdapter: (table) => new MySQLAdapter({ connectionString: url, tableName: `${schema}.${table}` }) });
  });

  describe("through the app's pool, whatever the app has set for itself", () => {
    const pool = mysql.createPool({
      uri: url,
      connectionLimit: 4,
      timezone: '+09:30',
      decimalNumbers: true,
      jsonStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      rowsAsArray: true,
      nestTables: true,
      typeCast: false,
    });
    // Neither strict nor with the usual quotes, operators and empty texts, and with nothing stored before the app commits it.
    const modes = ['ANSI_QUOTES', 'PIPES_AS_CONCAT', 'NO_BACKSLASH_ESCAPES', 'PAD_CHAR_TO_FULL_LENGTH'];
    if (server === 'MariaDB') modes.push('ORACLE', 'EMPTY_STRING_IS_NULL');
    pool.on('connection', (connection) => {
      connection.query(`SET SESSION sql_mode = '${modes.join()}', time_zone = '-03:30', autocommit = 0`);
    });
    afterAll(() => pool.promise().end());
    runKit({ createAdapter: (table) => new MySQLAdapter({ pool, tableName: `${schema}.${table}` }) });
  });
});

function runKit(context: StorageContext): void {
  for (const { name, skipReason, run } of storageCases) {
    test.skipIf(skipReason(context) !== null)(name, () => run(context));
  }
}
