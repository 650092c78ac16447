import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { standalone } from './mongo-urls.ts';
import { recordOf } from './record-of.ts';
import { useCollection } from './use-collection.ts';

/** A server before the real one. Once it is told to, it passes requests on, and cuts the connection where the answer would come. */
async function cuttingProxy(target: URL): Promise<{ host: string; cut: { answers: boolean } }> {
  const cut = { answers: false };
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port || 27_017), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [near, far].forEach((other) => void other.destroy()));
    }
    near.pipe(far);
    far.on('data', (answer) => {
      if (cut.answers) near.destroy();
      else near.write(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, cut };
}

test.skipIf(standalone.skip)('a batch that is repeated after its answer was lost changes no total', async () => {
  const { adapter, raw } = await useCollection(standalone.url);
  const { host, cut } = await cuttingProxy(new URL(standalone.url));
  const calls = adapter({
    uri: `mongodb://${host}/?directConnection=true&retryWrites=false&serverSelectionTimeoutMS=2000`,
  });
  await calls.connect();
  for (let round = 0; round < 20; round += 1) {
    const batch = Array.from({ length: 50 }, (_, index) =>
      recordOf(`${round} ${index}`, { revision: 1 + (round % 2) }),
    );
    cut.answers = true;
    const error: unknown = await calls.saveBatch(batch).catch((thrown: unknown) => thrown);
    expect(calls.classifyError(error)).toBe('retry');
    // It arrived all the same.
    await expect.poll(() => raw.countDocuments()).toBe(50 * (round + 1));
    cut.answers = false;
    await calls.saveBatch(batch);
  }
  const [row] = await calls.getBreakdown({});
  expect(row?.totals).toMatchObject({ totalRequests: 1000, totalCostUsdExact: '1' });
});
