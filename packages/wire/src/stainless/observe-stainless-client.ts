import { AsyncLocalStorage } from 'node:async_hooks';
import { type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { observeAttempt, type RequestContext } from './observe-attempt.ts';
import type { RequestPlan, StainlessRequest } from './request-plan.ts';

/** The members that every Stainless-made client has. `request` and `fetch` are private to the SDKs' types, but the same in openai 4 to 7, @anthropic-ai/sdk and groq-sdk. */
interface StainlessClient {
  maxRetries: number;
  request(options: unknown, ...rest: unknown[]): unknown;
  fetch(url: unknown, init?: unknown): unknown;
  withOptions?(options: unknown): unknown;
}

interface RequestOptions {
  method?: unknown;
  path?: unknown;
  body?: unknown;
  stream?: unknown;
  maxRetries?: unknown;
  signal?: unknown;
}

/** The request that the code running now belongs to: the attempts of one call find it here, retries included. */
const requests = new AsyncLocalStorage<RequestContext>();

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
        const context: RequestContext = {
          host,
          plan: null,
          call: undefined,
          attempts: 0,
          maxRetries: 0,
          signal: undefined,
        };
        const prepared = Promise.resolve(options).then((resolved) => prepare(resolved, context, this, hook));
        return requests.run(context, () => original.call(this, prepared, ...rest));
      },
  );
  wrapMethod<StainlessClient['fetch']>(
    client,
    'fetch',
    (original) =>
      function fetch(this: unknown, ...values) {
        const context = requests.getStore();
        const send = (...sent: unknown[]): unknown => Reflect.apply(original, this, sent);
        return context === undefined || context.plan === null ? send(...values) : observeAttempt(context, send, values);
      },
  );
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

/** Runs in the promise of options that the SDK waits for anyway. What it throws is a denial, which the app must see. */
function prepare(resolved: unknown, context: RequestContext, client: StainlessClient, hook: StainlessHook): unknown {
  if (typeof resolved !== 'object' || resolved === null) return resolved;
  const options: RequestOptions = resolved;
  const signal = options.signal instanceof AbortSignal ? options.signal : undefined;
  // The SDK will not send it.
  if (signal?.aborted === true) return resolved;
  try {
    context.plan = hook.plan(readRequest(options), client);
    if (context.plan === null || 'look' in context.plan) return resolved;
    context.signal = signal;
    context.maxRetries = typeof options.maxRetries === 'number' ? options.maxRetries : client.maxRetries;
    const { start } = context.plan;
    context.call = context.host.beginCall(signal === undefined ? start : { ...start, signal });
    if (context.plan.details !== undefined) context.call.update(context.plan.details);
  } catch (error) {
    context.plan = null;
    context.host.report({
      type: 'plugin_failed',
      level: 'warning',
      message: 'A request could not be prepared for tracking; it is sent as it is and not recorded.',
      error,
    });
    return resolved;
  }
  const sent = context.plan.body === undefined ? resolved : { ...resolved, body: context.plan.body };
  return context.call.admitted === undefined ? sent : context.call.admitted.then(() => sent);
}

function readRequest(options: RequestOptions): StainlessRequest {
  return {
    method: typeof options.method === 'string' ? options.method.toUpperCase() : '',
    path: typeof options.path === 'string' ? options.path : '',
    body: options.body,
    isStreamed: options.stream === true,
  };
}

function reportSecondTracker(host: TrackerHost, name: string): void {
  host.report({
    type: `${name}:already_tracked`,
    level: 'warning',
    message:
      'This client is tracked by another tracker already; its calls stay there and are not counted twice. Make a second client for a second tracker.',
  });
}
