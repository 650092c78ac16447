import { anthropicFormat } from './anthropic/anthropic-format.ts';
import { azureFormat } from './azure/azure-format.ts';
import { bedrockFormat } from './bedrock/bedrock-format.ts';
import { geminiFormat } from './gemini/gemini-format.ts';
import { type IncomingRequest, listenHttp, type OutgoingAnswer } from './listen-http.ts';
import { openaiFormat } from './openai/openai-format.ts';
import { type JournalEntry, openEntry } from './request-journal.ts';
import type { AnswerContext, JsonObject, WireAnswer, WireFormat, WireRequest } from './wire-format.ts';
import type { WireScenario } from './wire-scenario.ts';
import { writeAnswer } from './write-answer.ts';

/** Options of `startWireServer`. */
export interface WireServerOptions {
  /** The vendors it speaks for. @default all that this package knows */
  formats?: readonly WireFormat[] | undefined;
  /** Keeps what was asked in `requests`. @default true */
  journal?: boolean | undefined;
  /** Milliseconds since 1970, for the times in answers. @default the machine's clock */
  now?: (() => number) | undefined;
}

/** A server on the loopback interface that answers as the vendors do. */
export interface WireServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Oldest first. */
  readonly requests: readonly JournalEntry[];
  /** Each of the next requests takes one scenario, in order, on top of what `always` says. */
  next(...scenarios: readonly WireScenario[]): void;
  /** What every request gets. */
  always(scenario: WireScenario | ((request: WireRequest) => WireScenario)): void;
  /** Resolves with the request at this index, also when it is yet to come. */
  request(index: number): Promise<JournalEntry>;
  /** Forgets the journal and every scenario. */
  clear(): void;
  /** Closes every connection. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks the providers' wire formats, on a free port of 127.0.0.1. Its answers are the same in every run.
 *
 * @example
 * ```ts
 * await using server = await startWireServer();
 * const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-test' });
 * server.next({ status: 429, headers: { 'retry-after-ms': '1' } }, { text: 'Hello' });
 * ```
 */
export async function startWireServer(options: WireServerOptions = {}): Promise<WireServer> {
  const formats = options.formats ?? [
    bedrockFormat(),
    anthropicFormat(),
    azureFormat(),
    geminiFormat(),
    openaiFormat(),
  ];
  const now = options.now ?? Date.now;
  let requests: JournalEntry[] = [];
  let queue: WireScenario[] = [];
  let ground: (request: WireRequest) => WireScenario = () => ({});
  let awaited: { index: number; resolve: (entry: JournalEntry) => void }[] = [];
  let lastRequestId = 0;
  let lastId = 0;

  const contextOf = (scenario: WireScenario): AnswerContext => ({
    scenario,
    requestId: idOf(++lastRequestId),
    createdSeconds: Math.floor(now() / 1000),
    nextId: () => {
      lastId += 1;
      return idOf(lastId);
    },
  });

  async function handle(incoming: IncomingRequest, response: OutgoingAnswer): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const request = await readRequest(incoming, url);
    const scenario = { ...ground(request), ...queue.shift() };
    const entry = openEntry(request, incoming.url ?? '/', incoming.rawHeaders);
    response.on('close', () => entry.settle(response.writableFinished ? 'finished' : 'closed-by-client'));
    if (options.journal !== false) {
      requests.push(entry);
      for (const waiter of awaited) if (waiter.index < requests.length) waiter.resolve(requests[waiter.index] ?? entry);
      awaited = awaited.filter((waiter) => waiter.index >= requests.length);
    }
    const format = formats.find((candidate) => candidate.speaks(request));
    response.setHeader('date', new Date(now()).toUTCString());
    if (format === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end(`No wire format of this server has the path ${request.path}.\n`);
      return;
    }
    const answerContext = contextOf(scenario);
    for (const [name, value] of Object.entries(format.headers(request, answerContext))) response.setHeader(name, value);
    const failure = () => format.failureEvent({ status: scenario.status ?? 500, ...scenario.error }, request);
    await writeAnswer(response, chooseAnswer(format, request, answerContext), scenario, failure, entry);
  }

  const { port, close } = await listenHttp((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      // A scenario that throws is a mistake in a test: the client must see it, not wait for it.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? error.stack : String(error));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    next(...scenarios) {
      queue.push(...scenarios);
    },
    always(scenario) {
      ground = typeof scenario === 'function' ? scenario : () => scenario;
    },
    request(index) {
      const entry = requests[index];
      if (entry !== undefined) return Promise.resolve(entry);
      return new Promise((resolve) => awaited.push({ index, resolve }));
    },
    clear() {
      requests = [];
      queue = [];
      ground = () => ({});
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function idOf(count: number): string {
  return `wire${String(count).padStart(20, '0')}`;
}

function chooseAnswer(format: WireFormat, request: WireRequest, context: AnswerContext): WireAnswer {
  const { scenario, requestId } = context;
  if (scenario.status !== undefined && scenario.failAfterEvents === undefined) {
    return format.refuse({ status: scenario.status, requestId, ...scenario.error }, request);
  }
  const rejected = scenario.rejectFields?.find((field) => field in request.json);
  if (rejected !== undefined) {
    const message = `Unrecognized request argument supplied: ${rejected}`;
    return format.refuse({ status: 400, message, param: null, code: null, requestId, ...scenario.error }, request);
  }
  const answer = format.answer(request, context);
  if (scenario.body === undefined) return answer;
  const streamed = 'events' in answer;
  return {
    status: streamed ? 200 : answer.status,
    headers: { 'content-type': streamed ? 'text/event-stream; charset=utf-8' : 'application/json', ...answer.headers },
    body: scenario.body,
  };
}

async function readRequest(incoming: IncomingRequest, url: URL): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    json: jsonObject(body),
  };
}

function jsonObject(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
