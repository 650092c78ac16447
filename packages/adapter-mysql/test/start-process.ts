// Stores each of its records through an adapter of its own, all at once, says so, and ends without disconnecting.
import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { parseRecords, savePersistently } from '@llm-tracker/testing';

const [connectionString = '', tableName = '', json = '[]'] = process.argv.slice(2);
await Promise.all(
  parseRecords(json).map((record) => savePersistently(new MySQLAdapter({ connectionString, tableName }), record)),
);
process.stdout.write('stored\n');
