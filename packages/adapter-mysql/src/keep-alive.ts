/** Whether a connection of `mysql2` keeps the process alive: while it is used, and only then. */
export function keepAlive(connection: object, isUsed: boolean): void {
  // Its socket; mysql2 has no other way to say so.
  const stream: unknown = Reflect.get(connection, 'stream');
  if (typeof stream !== 'object' || stream === null) return;
  const change: unknown = Reflect.get(stream, isUsed ? 'ref' : 'unref');
  if (typeof change === 'function') Reflect.apply(change, stream, []);
}
