import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** A request as it comes in, of either protocol. */
export interface IncomingRequest extends AsyncIterable<Buffer> {
  readonly method?: string | undefined;
  /** Path and query. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
}

/** Where the answer goes. */
export interface OutgoingAnswer extends Writable {
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, headers: Record<string, string>): unknown;
  flushHeaders(): void;
  /** Breaks the answer off: closes the connection, or resets its stream. */
  hangUp(): void;
}

/** A server that listens. */
export interface HttpListener {
  readonly port: number;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, for HTTP/1.1 and for clients that speak HTTP/2 at once, as the AWS SDK does to an `http:` endpoint. */
export async function listenHttp(
  handle: (incoming: IncomingRequest, answer: OutgoingAnswer) => void,
): Promise<HttpListener> {
  const http1 = createServer((incoming, response) => {
    handle(incoming, Object.assign(response, { hangUp: () => void response.destroy() }));
  });
  const http2 = createHttp2Server();
  http2.on('stream', (stream, headers, _flags, rawHeaders) => {
    const { ':method': method, ':path': url } = headers;
    const names = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
    handle(
      {
        method,
        url,
        headers: names,
        rawHeaders: withoutPseudo(rawHeaders),
        [Symbol.asyncIterator]: () => stream.iterator(),
      },
      answerOn(stream),
    );
  });

  const sockets = new Set<Socket>();
  // As `http.createServer` listens.
  const server = createNetServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.once('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      // A session of HTTP/2 reads by itself what was read before it.
      if (first.toString('latin1', 0, 4) === 'PRI ') http2.emit('connection', socket);
      else http1.emit('connection', socket.resume());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A stream of HTTP/2 with the members of an answer in HTTP/1.1. */
function answerOn(stream: ServerHttp2Stream): OutgoingAnswer {
  const headers: Record<string, string> = {};
  // What a client does to its stream is no error of the server.
  stream.on('error', () => {});
  return Object.assign(stream, {
    setHeader(name: string, value: string) {
      headers[name.toLowerCase()] = value;
    },
    writeHead(status: number, more: Record<string, string>) {
      for (const [name, value] of Object.entries(more)) headers[name.toLowerCase()] = value;
      if (!stream.destroyed) stream.respond({ ':status': status, ...headers });
    },
    flushHeaders() {},
    hangUp() {
      stream.destroy(new Error('The scenario cuts the answer off.'));
    },
  });
}

function withoutPseudo(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !rawHeaders[index - (index % 2)]?.startsWith(':'));
}
