import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { DatabaseServer } from './database-server.ts';
import { startMongodb } from './mongodb.ts';

const name = 'test';
const startTimeoutMs = 60_000;

/** Three mongods that hold the same data. */
export interface MongodbReplicaSet {
  /** Names all members; a driver finds the primary by it. */
  readonly url: string;
  readonly members: readonly DatabaseServer[];
  stop(): Promise<void>;
}

/** Starts a replica set and resolves when one member is primary and the others have its data. A primary that dies is replaced after some 3 s. */
export async function startMongodbReplicaSet(): Promise<MongodbReplicaSet> {
  const args = ['--replSet', name, '--oplogSize', '64'];
  const starts = await Promise.allSettled([1, 2, 3].map(() => startMongodb({ args })));
  const members = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(members.map((member) => member.stop())));
  try {
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
    await initiate(members);
  } catch (error) {
    await stop();
    throw error;
  }
  const hosts = members.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return { url: `mongodb://${hosts}/?replicaSet=${name}`, members, stop };
}

async function initiate(members: readonly DatabaseServer[]): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(`${members[0]?.url}?directConnection=true`);
  try {
    const admin = client.db('admin');
    // The first election waits for its timeout, so that is short, with one candidate; afterwards a busy machine must not lose its primary.
    await admin.command({
      replSetInitiate: configuration(members, { version: 1, electionTimeoutMs: 500, candidates: 1 }),
    });
    const deadlineMs = performance.now() + startTimeoutMs;
    while (!(await isComplete(admin))) {
      if (performance.now() > deadlineMs) {
        throw new Error(`the replica set was not complete after ${startTimeoutMs / 1000} s`);
      }
      await wait(20);
    }
    await admin.command({
      replSetReconfig: configuration(members, { version: 2, electionTimeoutMs: 2000, candidates: 3 }),
    });
  } finally {
    await client.close();
  }
}

function configuration(
  members: readonly DatabaseServer[],
  { version, electionTimeoutMs, candidates }: { version: number; electionTimeoutMs: number; candidates: number },
): object {
  return {
    _id: name,
    version,
    members: members.map(({ port }, index) => ({
      _id: index,
      host: `127.0.0.1:${port}`,
      priority: index < candidates ? 1 : 0,
    })),
    settings: { electionTimeoutMillis: electionTimeoutMs, heartbeatIntervalMillis: 200 },
  };
}

async function isComplete(admin: Db): Promise<boolean> {
  const { members } = await admin.command({ replSetGetStatus: 1 });
  const states: string[] = members.map(({ stateStr }: { stateStr: string }) => stateStr);
  return states.includes('PRIMARY') && states.filter((state) => state === 'SECONDARY').length === 2;
}
