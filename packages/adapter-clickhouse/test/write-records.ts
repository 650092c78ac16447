// Writes records of its own and records that every such process writes, and ends without disconnecting.
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { recordOf } from './record-of.ts';

const [url = '', tableName = '', name = '', count = '0'] = process.argv.slice(2);
const adapter = new ClickHouseAdapter({ url, tableName });
await adapter.connect();
for (let index = 0; index < Number(count); index += 1) {
  await adapter.saveBatch([recordOf(`${name} ${index}`), recordOf(`shared ${index}`)]);
}
process.stdout.write(`stored ${2 * Number(count)}\n`);
