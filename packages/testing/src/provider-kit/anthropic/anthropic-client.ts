import type { JsonObject } from '../../wire-server/wire-format.ts';

// The members of @anthropic-ai/sdk that the kit uses, in the shape common to its versions.

/** What every method returns. */
interface ApiPromise<Value> extends Promise<Value> {
  asResponse(): Promise<Response>;
  withResponse(): Promise<{ data: Value; response: Response; request_id?: string | null }>;
}

/** What a streamed `create` resolves to. */
interface EventStream extends AsyncIterable<JsonObject> {
  controller: AbortController;
  tee(): [EventStream, EventStream];
  toReadableStream(): ReadableStream<Uint8Array>;
}

/** MessageStream and BetaMessageStream. */
export interface MessageStream extends AsyncIterable<JsonObject> {
  readonly controller: AbortController;
  readonly request_id: string | null | undefined;
  on(event: string, listener: (...args: unknown[]) => void): MessageStream;
  emitted(event: string): Promise<unknown>;
  done(): Promise<void>;
  abort(): void;
  finalMessage(): Promise<JsonObject>;
  finalText(): Promise<string>;
  withResponse(): Promise<{ data: MessageStream; response: Response; request_id: string | null | undefined }>;
  toReadableStream(): ReadableStream<Uint8Array>;
}

/** BetaToolRunner: awaited, it gives the last message; iterated, every one. */
export interface ToolRunner extends PromiseLike<JsonObject>, AsyncIterable<JsonObject | MessageStream> {
  done(): Promise<JsonObject>;
}

interface Page extends AsyncIterable<JsonObject> {
  data: JsonObject[];
  hasNextPage(): boolean;
  getNextPage(): Promise<Page>;
}

export type Body = JsonObject;
export type StreamBody = JsonObject & { stream: true };
export type CallOptions = Record<string, unknown>;

interface Batches {
  create(body: Body, options?: CallOptions): ApiPromise<JsonObject & { id: string }>;
  retrieve(id: string): ApiPromise<JsonObject>;
  list(): ApiPromise<Page> & Page;
  cancel(id: string): ApiPromise<JsonObject>;
  delete(id: string): ApiPromise<JsonObject>;
  results(id: string): Promise<AsyncIterable<JsonObject>>;
}

interface Messages {
  create(body: StreamBody, options?: CallOptions): ApiPromise<EventStream>;
  create(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
  stream(body: Body, options?: CallOptions): MessageStream;
  countTokens(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
  batches: Batches;
  /** Since 0.7x. */
  parse?(body: Body, options?: CallOptions): Promise<JsonObject>;
  /** Since 0.6x, of the beta API. */
  toolRunner?(body: Body, options?: CallOptions): ToolRunner;
}

/** Sessions of managed agents. */
interface Sessions {
  create(body: Body): ApiPromise<JsonObject & { id: string }>;
  retrieve(id: string): ApiPromise<JsonObject>;
  events: {
    send(id: string, body: Body): ApiPromise<JsonObject>;
    stream(id: string): ApiPromise<EventStream>;
    list(id: string): ApiPromise<Page> & Page;
  };
}

interface Dreams {
  create(body: Body): ApiPromise<JsonObject & { id: string }>;
  retrieve(id: string): ApiPromise<JsonObject>;
}

export interface AnthropicClient {
  baseURL: string;
  maxRetries: number;
  fetch: (...args: unknown[]) => Promise<Response>;
  /** Since 0.101. */
  middleware?: unknown[];
  messages: Messages;
  beta: { messages: Messages; sessions?: Sessions; dreams?: Dreams };
  /** Gone in version 1. */
  completions?: {
    create(body: StreamBody, options?: CallOptions): ApiPromise<EventStream>;
    create(body: Body, options?: CallOptions): ApiPromise<JsonObject>;
  };
  models: { list(): ApiPromise<Page> & Page; retrieve(id: string): ApiPromise<JsonObject> };
  post(path: string, options?: CallOptions): ApiPromise<JsonObject>;
  get(path: string, options?: CallOptions): ApiPromise<JsonObject>;
  withOptions(options: CallOptions): AnthropicClient;
}

export type AnthropicClientClass = new (options: Record<string, unknown>) => AnthropicClient;
