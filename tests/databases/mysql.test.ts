import { createConnection } from 'mysql2/promise';
import { describeServer } from './describe-server.ts';
import { startMysql } from './mysql.ts';

await describeServer('mysql', startMysql, async (url) => {
  const connection = await createConnection({ uri: url, rowsAsArray: true });
  await connection.query('CREATE TABLE IF NOT EXISTS numbers (value int)');
  return {
    write: (value) => connection.query('INSERT INTO numbers VALUES (?)', [value]),
    read: async () => [(await connection.query('SELECT value FROM numbers'))[0]].flat(2),
    close: () => connection.end(),
  };
});
