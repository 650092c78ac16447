// Stores each of its records through an adapter of its own, all at once, says so, and ends without disconnecting.
import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import type { TrackingData } from '@llm-tracker/core';

const [connectionString = '', tableName = '', json = '[]'] = process.argv.slice(2);
const records = JSON.parse(json, (name, value: unknown) =>
  name === 'timestamp' || name === 'recordedAt' ? new Date(String(value)) : value,
) as TrackingData[];
await Promise.all(
  records.map(async (record) => {
    const adapter = new PostgresAdapter({ connectionString, tableName });
    const persistently = async (operation: () => Promise<void>): Promise<void> => {
      for (;;) {
        try {
          return await operation();
        } catch (error) {
          // A server that is slow to take so many connections; delivery would repeat it too.
          if (adapter.classifyError(error) !== 'retry') throw error;
        }
      }
    };
    await persistently(() => adapter.connect());
    await persistently(() => adapter.save(record));
  }),
);
process.stdout.write('stored\n');
