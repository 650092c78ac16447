import { readFile, stat } from 'node:fs/promises';
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.ts';
import { ConfigurationError } from '../errors.ts';
import { wrongOption } from '../wrong-option.ts';

/** Where a price file lies. */
export type PriceSource =
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'file'; readonly path: string };

/** What a source answered: its text and a tag of that version, or that the version of the given tag is still the one. */
export type PriceSourceAnswer = { readonly text: string; readonly tag: string | null } | 'unchanged';

/** LiteLLM's public price file. */
export const defaultPriceSource =
  'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json';

const maxBytes = 16 * 1024 * 1024;
const timeoutMs = 10_000;
const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Reads the option `pricing.source`: an https URL (http only to this machine), a `file:` URL or a path. Throws a `ConfigurationError`. */
export function parsePriceSource(source: string): PriceSource {
  if (!/^[a-z]+:\/\//i.test(source)) {
    if (source.trim() === '') throw wrongOption('pricing.source', 'a URL or a path', '');
    return { kind: 'file', path: source };
  }
  const url = URL.canParse(source) ? new URL(source) : null;
  if (url?.protocol === 'file:') return { kind: 'file', path: fileURLToPath(url) };
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHost.test(url.hostname));
  if (url === null || !isAllowed) {
    const received = url === null ? 'no URL' : `${url.protocol}//${url.host}`;
    throw new ConfigurationError('pricing.source', 'an https URL, a file: URL or a path', received);
  }
  return { kind: 'url', url };
}

/** Reads a price file of at most 16 MiB; a URL within 10 s, without following redirects and without keeping the process alive. */
export async function readPriceSource(
  source: PriceSource,
  tag: string | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<PriceSourceAnswer> {
  return source.kind === 'file' ? readPath(source.path, tag) : download(source.url, tag, clock, signal);
}

async function readPath(path: string, tag: string | null): Promise<PriceSourceAnswer> {
  const { size, mtimeMs } = await stat(path);
  if (size > maxBytes) throw new RangeError(tooLarge);
  const newTag = `${mtimeMs}-${size}`;
  return newTag === tag ? 'unchanged' : { text: await readFile(path, 'utf8'), tag: newTag };
}

const tooLarge = 'The price file is larger than 16 MiB.';

function download(url: URL, tag: string | null, clock: Clock, signal: AbortSignal): Promise<PriceSourceAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', ...(tag === null ? {} : { 'if-none-match': tag }) };
    const get = url.protocol === 'https:' ? httpsGet : httpGet;
    const request: ClientRequest = get(url, { agent: false, headers, signal }, (response) => {
      readResponse(response).then(resolve, fail);
    });
    const cancelTimeout = clock.schedule(
      () => fail(new Error('The price file did not arrive within 10 s.')),
      timeoutMs,
    );
    const fail = (error: unknown): void => {
      cancelTimeout();
      reject(error);
      request.destroy();
    };
    request.on('socket', (socket) => socket.unref());
    request.on('error', fail);
    request.on('close', cancelTimeout);
  });
}

async function readResponse(response: IncomingMessage): Promise<PriceSourceAnswer> {
  if (response.statusCode === 304) {
    response.resume();
    return 'unchanged';
  }
  if (response.statusCode !== 200) {
    throw new Error(`The price source answered with status ${response.statusCode}; redirects are not followed.`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError(tooLarge);
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), tag: response.headers.etag ?? null };
}
