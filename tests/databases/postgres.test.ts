import { Client } from 'pg';
import { describeServer } from './describe-server.ts';
import { startPostgres } from './postgres.ts';

await describeServer('postgres', startPostgres, async (url) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS numbers (value int)');
  return {
    write: (value) => client.query('INSERT INTO numbers VALUES ($1)', [value]),
    read: async () => (await client.query('SELECT value FROM numbers')).rows.map((row) => row.value),
    close: () => client.end(),
  };
});
