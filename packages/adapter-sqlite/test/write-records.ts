// Writes records of its own and records that every such process writes, and ends without disconnecting.
import { setTimeout } from 'node:timers/promises';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { recordOf } from './record-of.ts';

const [filename = '', name = '', count = '0'] = process.argv.slice(2);
const adapter = new SqliteAdapter({ filename });
await persistently(() => adapter.connect());
for (let index = 0; index < Number(count); index += 1) {
  const batch = [recordOf(`${name} ${index}`), recordOf(`shared ${index}`)];
  await persistently(() => adapter.saveBatch(batch));
}
process.stdout.write(`stored ${2 * Number(count)}\n`);

async function persistently(operation: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (adapter.classifyError(error) !== 'retry') throw error;
      await setTimeout(5 * Math.random());
    }
  }
}
