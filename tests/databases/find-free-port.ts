import { createServer } from 'node:net';

// Below the range from which the kernel takes ports for outgoing connections, so that a server finds its port free when it is started again.
const firstPort = 12_000;
const portCount = 18_000;

/** A port on which nothing listens at 127.0.0.1. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * portCount);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
