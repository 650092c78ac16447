/** A server of the tests. Without one its tests are skipped, loudly; on the build server it must be there. */
export interface MongoUrl {
  readonly name: string;
  readonly url: string;
  readonly skip: boolean;
}

export const standalone: MongoUrl = readUrl('a single server', 'TEST_MONGODB_URL');
export const replicaSet: MongoUrl = readUrl('a replica set', 'TEST_MONGODB_REPLICA_URL');
export const mongoUrls: readonly MongoUrl[] = [standalone, replicaSet];

function readUrl(name: string, variable: string): MongoUrl {
  const url = process.env[variable];
  if (url !== undefined && url !== '') return { name, url, skip: false };
  const complaint = `${variable} is not set: no test of MongoDB on ${name} runs.`;
  if (process.env['CI'] === 'true') throw new Error(complaint);
  process.stderr.write(`\n!!! ${complaint}\n`);
  return { name, url: 'mongodb://127.0.0.1:1/', skip: true };
}
