import { PassThrough, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** Every way in which an app may read the body of a Response, each giving its text. */
export type BodyReader = (response: Response) => Promise<string>;

/** For bodies that are web streams. */
export const webBodyReaders: Readonly<Record<string, BodyReader>> = {
  'text()': (response) => response.text(),
  'blob()': async (response) => (await response.blob()).text(),
  'arrayBuffer()': async (response) => Buffer.from(await response.arrayBuffer()).toString(),
  'body.getReader()': async (response) => {
    const reader = bodyOf(response).getReader();
    const chunks: Uint8Array[] = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
    await reader.closed;
    return Buffer.concat(chunks).toString();
  },
  'a BYOB reader': async (response) => {
    const reader = bodyOf(response).getReader({ mode: 'byob' });
    const chunks: Uint8Array[] = [];
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(16));
      if (done) return Buffer.concat(chunks).toString();
      chunks.push(value);
    }
  },
  'for await over the body': (response) => textOf(bodyOf(response)),
  'clone() beside the original': async (response) => {
    const copy = response.clone();
    const [first, second] = await Promise.all([response.text(), copy.text()]);
    return `${first}--- and ---${second}`;
  },
  'body.tee()': async (response) => {
    const [first, second] = bodyOf(response).tee();
    return (await Promise.all([textOf(first), textOf(second)])).join('--- and ---');
  },
  'body.pipeTo()': async (response) => {
    const chunks: Uint8Array[] = [];
    await bodyOf(response).pipeTo(new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) }));
    return Buffer.concat(chunks).toString();
  },
  'body.pipeThrough()': async (response) => {
    const decoded = bodyOf(response).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({ transform: (chunk, controller) => controller.enqueue(chunk) }),
    );
    return textOf(decoded);
  },
  'Readable.fromWeb(body)': async (response) => {
    const body: unknown = bodyOf(response);
    return textOf(Readable.fromWeb(body as NodeReadableStream<Uint8Array>));
  },
  'new Response(body)': (response) => new Response(bodyOf(response)).text(),
};

/** For bodies that are Node streams, as node-fetch makes them. */
export const nodeBodyReaders: Readonly<Record<string, BodyReader>> = {
  'text()': (response) => response.text(),
  'blob()': async (response) => (await response.blob()).text(),
  'arrayBuffer()': async (response) => Buffer.from(await response.arrayBuffer()).toString(),
  'buffer()': async (response) => {
    const { buffer } = response as Response & { buffer(): Promise<Buffer> };
    return (await buffer.call(response)).toString();
  },
  'for await over the body': (response) => textOf(nodeBodyOf(response)),
  "body.on('data')": (response) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      nodeBodyOf(response)
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => resolve(Buffer.concat(chunks).toString()))
        .on('error', reject);
    }),
  "body.on('readable') and read()": (response) =>
    new Promise((resolve, reject) => {
      const body = nodeBodyOf(response);
      const chunks: Buffer[] = [];
      body
        .on('readable', () => {
          for (let chunk: Buffer | null = body.read(); chunk !== null; chunk = body.read()) chunks.push(chunk);
        })
        .on('end', () => resolve(Buffer.concat(chunks).toString()))
        .on('error', reject);
    }),
  'body.pipe()': (response) => textOf(nodeBodyOf(response).pipe(new PassThrough())),
  'clone() beside the original': async (response) => {
    const copy = response.clone();
    const [first, second] = await Promise.all([response.text(), copy.text()]);
    return `${first}--- and ---${second}`;
  },
  'Readable.toWeb(body)': (response) => textOf(Readable.toWeb(nodeBodyOf(response))),
};

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The body of a Response that has one. */
export function bodyOf(response: Response): ReadableStream<Uint8Array> & AsyncIterable<Uint8Array> {
  if (response.body === null) throw new Error('The Response has no body.');
  return response.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;
}

/** The same for a body that is a Node stream. */
export function nodeBodyOf(response: Response): Readable {
  const body: unknown = response.body;
  if (!(body instanceof Readable)) throw new Error('The body is no Node stream.');
  return body;
}
