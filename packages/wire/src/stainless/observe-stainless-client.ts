import { AsyncLocalStorage } from 'node:async_hooks';
import { type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { observeAttempt, type RequestContext } from './observe-attempt.ts';
import type { RequestPlan, StainlessRequest } from './request-plan.ts';

/** The members that every Stainless-made client has. They are private to the SDKs' types, but the same in openai 4 to 7, @anthropic-ai/sdk and groq-sdk. */
interface StainlessClient {
  maxRetries: number;
  request(options: unknown, ...rest: unknown[]): unknown;
  requestAPIList?(page: unknown, options: unknown): unknown;
  /** Asks once more when a body takes too long, outside of the request that it belongs to. openai 7 alone has it. */
  parseResponseWithTimeout?(...values: unknown[]): unknown;
  retryRequest?(options: unknown, ...rest: unknown[]): unknown;
  fetch(url: unknown, init?: unknown): unknown;
  /** The inner end of a client's chain of middleware: what passes there has the vendor's own format on every platform. @anthropic-ai/sdk alone has it. */
  backendMiddleware?(): Middleware[];
  withOptions?(options: unknown): unknown;
}

type Middleware = (
  request: { url: string },
  next: (request: unknown) => unknown,
  context: { options?: object | undefined },
) => unknown;

interface RequestOptions {
  method?: unknown;
  path?: unknown;
  body?: unknown;
  stream?: unknown;
  maxRetries?: unknown;
  signal?: unknown;
  __metadata?: unknown;
}

/** The request that the code running now belongs to: the attempts of one call find it here, retries included. */
const requests = new AsyncLocalStorage<RequestContext>();

/** The same, by the options that the SDK hands on from attempt to attempt: for retries that begin elsewhere. */
const requestsByOptions = new WeakMap<object, RequestContext>();

/** What a plugin knows of its client's requests. */
export interface StainlessHook {
  /** The plugin's name, for its events. */
  readonly name: string;
  /** Says what a request of this client (a clone, perhaps) is. */
  plan(request: StainlessRequest, client: object): RequestPlan;
}

/** Which tracker observes a client. */
const installed = new WeakMap<object, unknown>();

/**
 * Observes every request of a Stainless-made client, and of the clones that its `withOptions` makes, in place: `hook.plan` says what each is.
 * Nothing is read, delayed or changed that it does not ask for. A client that another tracker observes stays that tracker's, with an event.
 */
export function observeStainlessClient(client: object, host: TrackerHost, hook: StainlessHook): void {
  const owner = installed.get(client);
  if (owner !== undefined) {
    if (owner !== host.tracker) reportSecondTracker(host, hook.name);
    return;
  }
  installed.set(client, host.tracker);
  const stainless = client as StainlessClient;
  wrapMethod<StainlessClient['request']>(
    client,
    'request',
    (original) =>
      function request(this: StainlessClient, options, ...rest) {
        const context = createContext(host);
        const prepared = Promise.resolve(options).then((resolved) => prepare(resolved, context, this, hook));
        return requests.run(context, () => original.call(this, prepared, ...rest));
      },
  );
  if (typeof stainless.requestAPIList === 'function') {
    wrapMethod<NonNullable<StainlessClient['requestAPIList']>>(
      client,
      'requestAPIList',
      (original) =>
        function requestAPIList(this: StainlessClient, page, options) {
          const context = createContext(host);
          void Promise.resolve(options).then((resolved) => lookAtList(resolved, context, this, hook), ignore);
          return requests.run(context, () => original.call(this, page, options));
        },
    );
  }
  if (typeof stainless.parseResponseWithTimeout === 'function') observeRetries(client);
  if (typeof stainless.backendMiddleware === 'function') observeMiddleware(client);
  else observeFetch(client);
  if (typeof stainless.withOptions === 'function') {
    wrapMethod<NonNullable<StainlessClient['withOptions']>>(
      client,
      'withOptions',
      (original) =>
        function withOptions(this: StainlessClient, options) {
          const clone = original.call(this, options);
          if (typeof clone === 'object' && clone !== null) observeStainlessClient(clone, host, hook);
          return clone;
        },
    );
  }
}

/** A retry belongs to its request, also when whoever waits for the body begins it. */
function observeRetries(client: object): void {
  wrapMethod<NonNullable<StainlessClient['retryRequest']>>(
    client,
    'retryRequest',
    (original) =>
      function retryRequest(this: StainlessClient, options, ...rest) {
        const retry = (): unknown => original.call(this, options, ...rest);
        const context = typeof options === 'object' && options !== null ? requestsByOptions.get(options) : undefined;
        if (context === undefined) return retry();
        context.isAnswered = false;
        return requests.run(context, retry);
      },
  );
}

function observeFetch(client: object): void {
  wrapMethod<StainlessClient['fetch']>(
    client,
    'fetch',
    (original) =>
      function fetch(this: unknown, ...values) {
        const send = (...sent: unknown[]): unknown => Reflect.apply(original, this, sent);
        return observeSend(requests.getStore(), send, values);
      },
  );
}

function observeMiddleware(client: object): void {
  wrapMethod<NonNullable<StainlessClient['backendMiddleware']>>(
    client,
    'backendMiddleware',
    (original) =>
      function backendMiddleware(this: StainlessClient) {
        return [observeNext, ...original.call(this)];
      },
  );
}

/** Middleware of the app may go on long after the request, wherever its answer is read; the options are the request's own. */
const observeNext: Middleware = (request, next, { options }) => {
  const context = options === undefined ? undefined : (requestsByOptions.get(options) ?? requests.getStore());
  return observeSend(context, (_url, sent) => next(sent), [request.url, request]);
};

function observeSend(
  context: RequestContext | undefined,
  send: (...values: unknown[]) => unknown,
  values: unknown[],
): unknown {
  return context === undefined || context.plan === null ? send(...values) : observeAttempt(context, send, values);
}

function createContext(host: TrackerHost): RequestContext {
  return {
    host,
    plan: null,
    call: undefined,
    attempts: 0,
    maxRetries: 0,
    signal: undefined,
    retriesBodies: false,
    isAnswered: false,
    follow: () => undefined,
  };
}

/** Runs in the promise of options that the SDK waits for anyway. What it throws is a denial, which the app must see. */
function prepare(resolved: unknown, context: RequestContext, client: StainlessClient, hook: StainlessHook): unknown {
  if (typeof resolved !== 'object' || resolved === null) return resolved;
  const options: RequestOptions = resolved;
  context.signal = options.signal instanceof AbortSignal ? options.signal : undefined;
  // The SDK will not send it.
  if (context.signal?.aborted === true) return resolved;
  context.maxRetries = typeof options.maxRetries === 'number' ? options.maxRetries : client.maxRetries;
  const request = readRequest(options);
  const isBegun = begin(context, () => hook.plan(request, client));
  if (!isBegun || context.plan === null || 'look' in context.plan) return resolved;
  const sent: object = context.plan.body === undefined ? resolved : { ...resolved, body: context.plan.body };
  context.retriesBodies = typeof client.parseResponseWithTimeout === 'function' && options.stream !== true;
  if (context.retriesBodies || typeof client.backendMiddleware === 'function') requestsByOptions.set(sent, context);
  context.follow = (body) => {
    const next: RequestContext = { ...createContext(context.host), signal: context.signal };
    begin(next, () => hook.plan({ ...request, body }, client));
    return next;
  };
  return context.call?.admitted === undefined ? sent : context.call.admitted.then(() => sent);
}

/** Asks for the plan, and begins its call; false when that failed, which is told. */
function begin(context: RequestContext, makePlan: () => RequestPlan): boolean {
  try {
    context.plan = makePlan();
    if (context.plan === null || 'look' in context.plan) return true;
    const { start, details } = context.plan;
    context.call = context.host.beginCall(context.signal === undefined ? start : { ...start, signal: context.signal });
    if (details !== undefined) context.call.update(details);
    return true;
  } catch (error) {
    context.plan = null;
    context.host.report({
      type: 'plugin_failed',
      level: 'warning',
      message: 'A request could not be prepared for tracking; it is sent as it is and not recorded.',
      error,
    });
    return false;
  }
}

/** A page of a list costs nothing, but may tell what earlier calls used. */
function lookAtList(resolved: unknown, context: RequestContext, client: object, hook: StainlessHook): void {
  if (typeof resolved !== 'object' || resolved === null) return;
  const request = readRequest(resolved);
  begin(context, () => {
    const plan = hook.plan(request, client);
    return plan !== null && 'look' in plan ? plan : null;
  });
}

function ignore(): void {
  // The SDK tells the app.
}

function readRequest(options: RequestOptions): StainlessRequest {
  return {
    method: typeof options.method === 'string' ? options.method.toUpperCase() : '',
    path: typeof options.path === 'string' ? options.path : '',
    body: options.body,
    model: notedModel(options.__metadata),
    // What an app posts by hand may say so in its body alone.
    isStreamed: options.stream === true || streams(options.body),
  };
}

function streams(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}

function notedModel(metadata: unknown): string | undefined {
  const model = typeof metadata === 'object' && metadata !== null && 'model' in metadata ? metadata.model : undefined;
  return typeof model === 'string' ? model : undefined;
}

function reportSecondTracker(host: TrackerHost, name: string): void {
  host.report({
    type: `${name}:already_tracked`,
    level: 'warning',
    message:
      'This client is tracked by another tracker already; its calls stay there and are not counted twice. Make a second client for a second tracker.',
  });
}
