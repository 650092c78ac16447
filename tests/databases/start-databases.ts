import { UnavailableError } from './database-server.ts';
import type { TestDatabase } from './test-databases.ts';

/** What came of starting databases. */
export interface StartedDatabases {
  /** The URL of each that runs, by its environment variable. */
  readonly urls: Readonly<Record<string, string>>;
  /** Those that this machine cannot have, and why. */
  readonly missing: readonly { database: TestDatabase; reason: string }[];
  /** Those that could be had and yet did not start. */
  readonly failures: readonly Error[];
  /** One line: what runs, and how long it took to start. */
  readonly summary: string;
  stop(): Promise<void>;
}

/** Starts databases side by side. One that is given by its environment variable is left alone. Never rejects. */
export async function startDatabases(databases: readonly TestDatabase[]): Promise<StartedDatabases> {
  const urls: Record<string, string> = {};
  const missing: { database: TestDatabase; reason: string }[] = [];
  const failures: Error[] = [];
  const lines: string[] = [];
  const stops: (() => Promise<void>)[] = [];

  async function start(database: TestDatabase): Promise<void> {
    const { title, variable } = database;
    const startedMs = performance.now();
    try {
      const server = await database.start();
      urls[variable] = server.url;
      stops.push(() => server.stop());
      lines.push(`${title} in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    } catch (error) {
      if (error instanceof UnavailableError) missing.push({ database, reason: error.message });
      else failures.push(new Error(`${title} did not start: ${error}`, { cause: error }));
    }
  }

  await Promise.all(databases.filter(({ variable }) => process.env[variable] === undefined).map(start));
  return {
    urls,
    missing,
    failures,
    summary: lines.join(', '),
    stop: async () => void (await Promise.all(stops.map((stop) => stop()))),
  };
}
