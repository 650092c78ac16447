import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server before another one. */
export interface CuttingProxy {
  /** `host:port` to connect to. */
  readonly host: string;
  /** While this is true, requests are passed on, and the connection is cut where the answer would come. */
  cutsAnswers: boolean;
}

/** Listens before the server of a URL until the test has finished. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (answer) => {
      if (proxy.cutsAnswers) near.destroy();
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
  const proxy: CuttingProxy = {
    host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cutsAnswers: false,
  };
  return proxy;
}
