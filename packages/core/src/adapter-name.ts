import type { DatabaseAdapter } from './record.ts';

/** The adapter's class name, for messages. */
export function adapterName(adapter: DatabaseAdapter): string {
  const name: unknown = adapter.constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'The database adapter';
}
