import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, UnavailableError } from './database-server.ts';
import { processesOf } from './processes-of.ts';
import { testDatabases } from './test-databases.ts';

/** A few words with a server through its official driver. */
export interface Conversation {
  /** Keeps a number, durably. */
  write(value: number): Promise<unknown>;
  /** All numbers that it was given. */
  read(): Promise<unknown[]>;
  close(): Promise<unknown>;
}

/** Describes what holds for every server that tests start. Skipped, with the reason, where this machine cannot have it. */
export async function describeServer(
  name: string,
  start: () => Promise<DatabaseServer>,
  converse: (url: string) => Promise<Conversation>,
): Promise<void> {
  const started = await startOrReason(name, start);
  if (typeof started === 'string') {
    describe.skip(`${name} (${started})`, () => test('starts', () => {}));
    return;
  }
  const server = started;
  afterAll(() => server.stop());

  async function talk<Result>(run: (conversation: Conversation) => Promise<Result>): Promise<Result> {
    const conversation = await converse(server.url);
    try {
      return await run(conversation);
    } finally {
      await conversation.close();
    }
  }

  describe(name, () => {
    test('keeps what it has committed when it is killed and started again', async () => {
      await talk(({ write }) => write(1));
      await server.kill();
      await expect(talk(({ read }) => read())).rejects.toThrow();
      await server.restart();
      expect(await talk(({ read }) => read())).toEqual([1]);
    });

    test('answers nothing while it is paused', async () => {
      await talk(async ({ read }) => {
        await read();
        await server.pause();
        const answer = read();
        try {
          expect(await Promise.race([answer, wait(300, 'nothing')])).toBe('nothing');
        } finally {
          server.resume();
        }
        expect(await answer).toEqual([1]);
      });
    });

    test('leaves no process and no folder when it is stopped, even while it is paused', async () => {
      await server.pause();
      await server.stop();
      expect(processesOf(server.folder)).toEqual([]);
      expect(existsSync(server.folder)).toBe(false);
      await server.stop();
    });
  });
}

async function startOrReason(name: string, start: () => Promise<DatabaseServer>): Promise<DatabaseServer | string> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const database = testDatabases.find((known) => known.name === name);
    const isGiven = database !== undefined && process.env[database.variable] !== undefined;
    if (process.env['CI'] === 'true' && database?.isRequired !== false && !isGiven) throw error;
    return error.message;
  }
}
