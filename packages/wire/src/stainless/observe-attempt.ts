import type { ObservedCall, TrackerHost } from '@llm-tracker/core/plugin';
import { abortError, errorInAnswer, isAbort, timeoutError, withoutUrls } from './describe-failure.ts';
import { readBeginning } from './read-beginning.ts';
import type { CallPlan, RefusalPlan, RequestPlan } from './request-plan.ts';
import { errorBodyTimeoutMs, isRetried, longestRetryDelayMs, retryWithinMs } from './retry-rules.ts';

/** One logical request: what is to be done about it, and its call. */
export interface RequestContext {
  readonly host: TrackerHost;
  plan: RequestPlan;
  call: ObservedCall | undefined;
  /** Sent so far, without resends of our own. */
  attempts: number;
  maxRetries: number;
  /** The app's own. */
  signal: AbortSignal | undefined;
  /** The SDK asks once more when the body of an answer takes too long. */
  retriesBodies: boolean;
  /** It had an answer: what the client sends after it is a call of its own (middleware of the app that asks another model). */
  isAnswered: boolean;
  /** Begins that call; undefined when there is none to begin. */
  follow(body: unknown): RequestContext | undefined;
}

type Send = (...values: unknown[]) => unknown;

/** The SDKs read every stream as events, whatever it calls itself, but for sound and the like, and Amazon's frames. */
const otherStreams = /^(audio|image|video)\/|\bamazon\b/i;

/** With 422 answer the servers that validate bodies before they read them (FastAPI's). */
const refusingStatuses: ReadonlySet<number> = new Set([400, 422]);

/** Sends one attempt and watches its answer. The promise, the response and the errors are those of the client's own fetch. */
export function observeAttempt(context: RequestContext, send: Send, values: unknown[]): unknown {
  if (!isAttempt(urlOf(values[0]))) return send(...values);
  const { plan, call } = context;
  if (plan === null) return send(...values);
  if ('look' in plan) return observeLook(context, send(...values));
  if (call === undefined) return send(...values);
  if (context.isAnswered) return observeFollowing(context.follow(bodyOf(values[1])), send, values);
  context.attempts += 1;
  call.attempt();
  const take = (response: unknown): unknown => {
    if (!isResponse(response)) return response;
    const { refusal } = plan;
    if (refusal !== undefined && refusingStatuses.has(response.status)) {
      return resendIfRefused(context, plan, refusal, call, response, send, values);
    }
    takeResponse(context, plan, call, response);
    return response;
  };
  const lose = (error: unknown): never => {
    takeError(context, call, error);
    throw error;
  };
  let answer: unknown;
  // The fetch of an app need not be an async function.
  try {
    answer = send(...values);
  } catch (error) {
    return lose(error);
  }
  return isPromise(answer) ? answer.then(take, lose) : take(answer);
}

async function observeFollowing(context: RequestContext | undefined, send: Send, values: unknown[]): Promise<unknown> {
  if (context === undefined) return send(...values);
  if (context.call?.admitted !== undefined) await context.call.admitted;
  return observeAttempt(context, send, values);
}

function takeResponse(context: RequestContext, plan: CallPlan, call: ObservedCall, response: WireResponse): void {
  const providerRequestId = header(response, 'x-request-id') ?? header(response, 'request-id');
  call.update({ httpStatus: response.status, ...(providerRequestId === null ? {} : { providerRequestId }) });
  if (response.status >= 200 && response.status < 300) {
    context.isAnswered = true;
    context.host.observe(response, call, {
      events: plan.start.streamed === true && !otherStreams.test(header(response, 'content-type') ?? ''),
      rewriteEvent: plan.rewriteEvent,
      judgeFailure: context.retriesBodies ? judgeBodyFailures(context) : undefined,
    });
    return;
  }
  const limit = waitingLimit(context, response);
  const failure = { status: response.status, message: `HTTP ${response.status}` };
  const hasBody = /json/i.test(header(response, 'content-type') ?? '');
  call.fail(failure, hasBody ? (limit ?? { retryWithinMs: errorBodyTimeoutMs }) : limit);
  if (hasBody) context.host.observe(response, takeErrorBody(context, call, response.status, limit));
}

type WaitingLimit = { retryWithinMs: number } | undefined;

/** How long a refused attempt waits for the next one; undefined when none follows. */
function waitingLimit(context: RequestContext, response: WireResponse): WaitingLimit {
  if (!canRetry(context) || !isRetried(response.status, header(response, 'x-should-retry'))) return undefined;
  return { retryWithinMs: retryWithinMs((name) => header(response, name)) };
}

// The next two are functions of their own: a closure beside the response would keep it from being collected.

function takeErrorBody(
  context: RequestContext,
  call: ObservedCall,
  status: number,
  limit: WaitingLimit,
): (body: unknown) => void {
  const { attempts } = context;
  return (body) => {
    // The body of a refused attempt may arrive after the next one left, and says nothing of that.
    if (context.attempts === attempts) call.fail(errorInAnswer(body, status), limit);
  };
}

/** A body that the SDK's own clock aborted may be asked for once more; any other failure is final. */
function judgeBodyFailures(context: RequestContext): (error: unknown) => { error: unknown; retryWithinMs?: number } {
  return (error) => {
    if (context.signal?.aborted === true || !isAbort(error)) return { error };
    return canRetry(context) ? { error: timeoutError, retryWithinMs: longestRetryDelayMs } : { error: timeoutError };
  };
}

function takeError(context: RequestContext, call: ObservedCall, error: unknown): void {
  if (context.signal?.aborted === true) {
    call.fail(abortError);
    return;
  }
  // Without the app's signal it was the SDK's own clock that aborted.
  const failure = isAbort(error) ? timeoutError : withoutUrls(error);
  if (!canRetry(context)) {
    call.fail(failure);
    return;
  }
  call.fail(failure, { retryWithinMs: longestRetryDelayMs });
}

async function resendIfRefused(
  context: RequestContext,
  plan: CallPlan,
  refusal: RefusalPlan,
  call: ObservedCall,
  response: WireResponse,
  send: Send,
  values: unknown[],
): Promise<unknown> {
  const [url, init] = values;
  const resent = refusal.isRefused(await readBeginning(response)) ? withBody(init, refusal.restore) : null;
  if (resent === null) {
    takeResponse(context, plan, call, response);
    return response;
  }
  // Nobody else reads it, and its connection is busy until somebody does.
  void response.text().catch(() => undefined);
  call.attempt();
  let second: unknown;
  try {
    second = await send(url, resent);
  } catch (error) {
    takeError(context, call, error);
    throw error;
  }
  if (!isResponse(second)) return second;
  if (second.status >= 200 && second.status < 300) refusal.remember();
  takeResponse(context, { ...plan, rewriteEvent: undefined }, call, second);
  return second;
}

/** The same `init` with another body, and the length that some SDKs state in a header. */
function withBody(init: unknown, restore: (body: string) => string): object | null {
  if (typeof init !== 'object' || init === null || !('body' in init) || typeof init.body !== 'string') return null;
  const body = restore(init.body);
  const headers = 'headers' in init ? init.headers : undefined;
  if (typeof headers !== 'object' || headers === null || !('content-length' in headers)) return { ...init, body };
  return { ...init, body, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
}

function observeLook(context: RequestContext, answer: unknown): unknown {
  const { plan } = context;
  if (!isPromise(answer) || plan === null || !('look' in plan)) return answer;
  return answer.then((response: unknown) => {
    if (isResponse(response) && response.status >= 200 && response.status < 300) {
      context.host.observe(response, (part) => plan.look(part), { needles: plan.needles, lines: plan.lines });
    }
    return response;
  });
}

/** SDKs also probe their fetch with `data:` URLs, and exchange their tokens with it. */
function isAttempt(url: string): boolean {
  return /^https?:/i.test(url) && !/\/oauth\/token$/.test(url);
}

function canRetry(context: RequestContext): boolean {
  return context.attempts <= context.maxRetries;
}

/** What is sent, as the object that it was made from. */
function bodyOf(init: unknown): unknown {
  const body: unknown = typeof init === 'object' && init !== null && 'body' in init ? init.body : undefined;
  try {
    return typeof body === 'string' ? JSON.parse(body) : body;
  } catch {
    return body;
  }
}

function urlOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof URL) return value.href;
  return typeof value === 'object' && value !== null && 'url' in value ? String(value.url) : '';
}

interface WireResponse {
  readonly status: number;
  readonly headers: { get(name: string): unknown };
  clone(): unknown;
  text(): Promise<string>;
}

function isResponse(value: unknown): value is WireResponse {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'text' in value;
}

function header(response: WireResponse, name: string): string | null {
  const value = response.headers.get(name);
  return typeof value === 'string' ? value : null;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
