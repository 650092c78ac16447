import type { JsonObject } from '../../wire-server/wire-format.ts';

// The public members of the openai package that the kit uses, in the shape common to its majors.

/** What every method returns. */
interface ApiPromise<Value> extends Promise<Value> {
  asResponse(): Promise<Response>;
  withResponse(): Promise<{ data: Value; response: Response; request_id?: string | null }>;
}

export interface EventStream extends AsyncIterable<JsonObject> {
  controller: AbortController;
  tee(): [EventStream, EventStream];
  toReadableStream(): ReadableStream<Uint8Array>;
}

/** ChatCompletionStream, its runners, and ResponseStream. */
export interface HelperStream extends AsyncIterable<JsonObject> {
  controller: AbortController;
  on(event: string, listener: (...args: unknown[]) => void): HelperStream;
  done(): Promise<void>;
  abort(): void;
  toReadableStream(): ReadableStream<Uint8Array>;
  finalChatCompletion(): Promise<JsonObject>;
  finalContent(): Promise<string | null>;
  finalMessage(): Promise<JsonObject>;
  totalUsage(): Promise<JsonObject>;
  finalResponse(): Promise<JsonObject>;
}

interface Page extends AsyncIterable<JsonObject> {
  data: JsonObject[];
  hasNextPage(): boolean;
  getNextPage(): Promise<Page>;
}

export type Body = JsonObject;
export type StreamBody = JsonObject & { stream: true };
export type CallOptions = Record<string, unknown>;

interface Creates {
  create(body: StreamBody, options?: CallOptions): ApiPromise<EventStream>;
  create(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
}

export interface ChatHelpers {
  parse(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
  stream(body: Body, options?: CallOptions): HelperStream;
  runTools(body: Body, options?: CallOptions): HelperStream;
}

interface ChatCompletions extends Creates {
  retrieve(id: string): ApiPromise<JsonObject>;
  update(id: string, body: Body): ApiPromise<JsonObject>;
  list(query?: Body): ApiPromise<Page> & Page;
}

interface Responses extends Creates {
  parse(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
  stream(body: Body, options?: CallOptions): HelperStream;
  retrieve(id: string, query?: Body, options?: CallOptions): ApiPromise<JsonObject>;
  cancel(id: string): ApiPromise<JsonObject>;
  compact(body: Body): ApiPromise<JsonObject>;
  inputTokens: { count(body: Body): ApiPromise<JsonObject> };
}

/** What is worked on in the background. */
interface Jobs {
  create(body: Body): ApiPromise<JsonObject>;
  retrieve(id: string): ApiPromise<JsonObject>;
  cancel(id: string): ApiPromise<JsonObject>;
}

interface Videos extends Jobs {
  remix(id: string, body: Body): ApiPromise<JsonObject>;
}

/** Arguments differ: version 4 has the id of the thread first, later ones have it in the parameters. */
interface Runs {
  create(threadId: string, body: StreamBody): ApiPromise<EventStream>;
  create(threadId: string, body: Body): ApiPromise<JsonObject>;
  createAndPoll(threadId: string, body: Body): Promise<JsonObject>;
  stream(threadId: string, body: Body): RunStream;
  retrieve(...values: unknown[]): ApiPromise<JsonObject>;
  cancel(...values: unknown[]): ApiPromise<JsonObject>;
  update(...values: unknown[]): ApiPromise<JsonObject>;
  submitToolOutputs(...values: unknown[]): ApiPromise<JsonObject>;
  submitToolOutputsAndPoll(...values: unknown[]): Promise<JsonObject>;
  submitToolOutputsStream(...values: unknown[]): RunStream;
}

/** AssistantStream. */
interface RunStream extends AsyncIterable<JsonObject> {
  on(event: string, listener: (...args: unknown[]) => void): RunStream;
  finalRun(): Promise<JsonObject>;
}

interface Turns {
  retrieve(turnId: string, parameters: Body): ApiPromise<JsonObject>;
  list(sessionId: string): ApiPromise<Page> & Page;
}

interface Beta {
  responses?: Creates;
  chat?: { completions?: ChatHelpers };
  threads: { createAndRun(body: Body): ApiPromise<JsonObject>; createAndRunStream(body: Body): RunStream; runs: Runs };
  agents?: {
    sessions: Creates & {
      update(id: string, body: Body): ApiPromise<JsonObject>;
      retrieve(id: string): ApiPromise<JsonObject>;
      turns: Turns;
      events: { stream(id: string): ApiPromise<EventStream> };
    };
  };
}

export interface OpenaiClient {
  baseURL: string;
  maxRetries: number;
  fetch: (...args: unknown[]) => Promise<Response>;
  chat: { completions: ChatCompletions & Partial<ChatHelpers> };
  beta: Beta;
  completions: Creates;
  responses: Responses;
  embeddings: Creates;
  audio: {
    speech: { create(body: Body, options?: CallOptions): ApiPromise<Response> };
    transcriptions: Creates;
    translations: Creates;
  };
  images: {
    generate(body: StreamBody): ApiPromise<EventStream>;
    generate(body: Body): ApiPromise<JsonObject>;
    edit(body: StreamBody): ApiPromise<EventStream>;
    edit(body: Body): ApiPromise<JsonObject>;
    createVariation(body: Body): ApiPromise<JsonObject>;
  };
  moderations: Creates;
  decisions: Creates;
  videos: Videos;
  batches: Jobs;
  fineTuning: { jobs: Jobs; alpha: { graders: { run(body: Body): ApiPromise<JsonObject> } } };
  evals: {
    runs: {
      create(evalId: string, body: Body): ApiPromise<JsonObject>;
      retrieve(...values: unknown[]): ApiPromise<JsonObject>;
    };
  };
  models: { list(): ApiPromise<Page> & Page; retrieve(id: string): ApiPromise<JsonObject> };
  files: { list(query?: Body): ApiPromise<Page> & Page; content(id: string): ApiPromise<Response> };
  post(path: string, options?: CallOptions): ApiPromise<JsonObject>;
  get(path: string, options?: CallOptions): ApiPromise<JsonObject>;
  withOptions?(options: CallOptions): OpenaiClient;
}

export type OpenaiClientClass = new (options: Record<string, unknown>) => OpenaiClient;

/** Where the chat helpers are: below `beta` in version 4. */
export function chatHelpers(client: OpenaiClient): ChatHelpers {
  const { parse, stream, runTools } = client.chat.completions;
  if (parse !== undefined && stream !== undefined && runTools !== undefined) {
    return client.chat.completions as ChatCompletions & ChatHelpers;
  }
  const helpers = client.beta.chat?.completions;
  if (helpers === undefined)
    throw new Error('The client has neither chat.completions.stream nor beta.chat.completions.stream.');
  return helpers;
}
