import { type ObservedCall, type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { guarded } from '../guarded.ts';
import { describeAnswer, describeBrokenAnswer, describeRequestError } from './describe-failure.ts';
import { observeGenAiStream, type StreamedCall } from './observe-genai-stream.ts';
import { type CallPlan, createRequestPlanner } from './plan-request.ts';

/** The members of a client that the SDK's types do not show, the same in every version. */
export interface GenAiInternals {
  readonly vertexai: boolean;
  readonly apiClient: ApiClient;
}

/** Sends every request of a client. */
interface ApiClient {
  clientOptions?: { httpOptions?: { retryOptions?: unknown } };
  /** Runs once for each request, with the SDK's retries inside. `rest`, where there is one (2.20): retry options, timeout, the app's signal, its fetch. */
  apiCall(url: string, init: RequestInit, ...rest: unknown[]): Promise<Response>;
  processStreamResponse(response: Response): AsyncGenerator<unknown>;
  /** `rest`: HTTP options, URL, and up to 2.19 the app's signal. */
  includeExtraHttpOptionsToRequestInit(init: RequestInit, ...rest: unknown[]): Promise<RequestInit>;
}

/** The error body of an answer is read at once; without it the status must do. */
const errorBodyTimeoutMs = 10_000;

/** Observes every HTTP request of a client of `@google/genai` in place. Streams are watched where the SDK itself reads them, so that they end for the record as they end for the app. */
export function observeGenAiClient(client: GenAiInternals, host: TrackerHost): void {
  const { apiClient } = client;
  const planRequest = createRequestPlanner(host, client.vertexai ? 'vertex' : 'gemini');
  const findAppSignal = watchAppSignals(apiClient);
  const streams = new WeakMap<Response, StreamedCall>();

  const readsStreams = wrapMethod<ApiClient['processStreamResponse']>(
    apiClient,
    'processStreamResponse',
    (original) =>
      function processStreamResponse(this: ApiClient, response) {
        const stream = original.call(this, response);
        const call = streams.get(response);
        if (call !== undefined) guarded(host, () => observeGenAiStream(stream, call));
        return stream;
      },
  );

  const takeAnswer = (
    response: Response,
    plan: CallPlan,
    call: ObservedCall,
    signal: AbortSignal | undefined,
  ): void => {
    const serviceTier = response.headers.get('x-gemini-service-tier');
    call.update({ httpStatus: response.status, ...(serviceTier === null ? {} : { serviceTier }) });
    if (!response.ok) {
      const hasBody = /json/i.test(response.headers.get('content-type') ?? '');
      const failure = describeAnswer(null, response.status);
      call.fail(failure, hasBody ? { retryWithinMs: errorBodyTimeoutMs } : undefined);
      if (hasBody) host.observe(response, takeErrorBody(call, response.status));
    } else if (plan.isAnsweredByHeaders === true) {
      call.succeed();
    } else if (plan.start.streamed === true && readsStreams) {
      streams.set(response, { call, reader: plan.start.reader, signal });
    } else {
      host.observe(response, withAbortsTold(call, signal));
    }
  };

  wrapMethod<ApiClient['apiCall']>(
    apiClient,
    'apiCall',
    (original) =>
      async function apiCall(this: ApiClient, url, init, ...rest) {
        const send = (sent = init): Promise<Response> => original.call(this, url, sent, ...rest);
        const sdkSignal = rest[2] instanceof AbortSignal ? rest[2] : init.signal;
        const plan = guarded(host, () => planRequest({ url, method: init.method ?? 'GET', body: init.body }));
        // What is aborted is not sent.
        const isAborted = (): boolean => sdkSignal?.aborted === true;
        if (plan === null || isAborted()) return send();
        if ('look' in plan) {
          const response = await send();
          guarded(host, () => plan.look(response));
          return response;
        }
        const signal = findAppSignal(sdkSignal);
        const call = guarded(host, () => host.beginCall(signal === undefined ? plan.start : { ...plan.start, signal }));
        if (call === null) return send();
        if (plan.details !== undefined) call.update(plan.details);
        if (call.admitted !== undefined) await call.admitted;
        // The app may have given up while a guard was asked.
        if (!isAborted()) call.attempt();
        const retries = rest[0] ?? this.clientOptions?.httpOptions?.retryOptions;
        try {
          const response = await send(retries === undefined ? init : withRetriesCounted(init, call));
          guarded(host, () => takeAnswer(response, plan, call, signal));
          return response;
        } catch (error) {
          call.fail(describeRequestError(error, signal));
          throw error;
        }
      },
  );
}

/** A function of its own: a closure beside the response would keep it from being collected. */
function takeErrorBody(call: ObservedCall, status: number): (body: unknown) => void {
  return (body) => call.fail(describeAnswer(body, status));
}

/** The call, of which the SDK's own clock may abort an answer too. */
function withAbortsTold(call: ObservedCall, signal: AbortSignal | undefined): ObservedCall {
  return {
    requestId: call.requestId,
    admitted: call.admitted,
    attempt: () => call.attempt(),
    update: (details) => call.update(details),
    push: (part) => call.push(part),
    succeed: () => call.succeed(),
    fail: (error) => call.fail(describeBrokenAnswer(error, signal)),
    abort: () => call.abort(),
  };
}

/** Every attempt reads the method of its request once: from the second on it is a retry. */
function withRetriesCounted(init: RequestInit, call: ObservedCall): RequestInit {
  const { method } = init;
  let reads = 0;
  return Object.defineProperty({ ...init }, 'method', {
    enumerable: true,
    configurable: true,
    get() {
      reads += 1;
      if (reads > 1) call.attempt();
      return method;
    },
  });
}

/** Finds the app's own signal behind the one that a request carries. Up to 2.19 that is the SDK's, which its clock aborts as well. */
function watchAppSignals(apiClient: ApiClient): (sdkSignal: AbortSignal | null | undefined) => AbortSignal | undefined {
  const owners = new WeakMap<AbortSignal, AbortSignal | null>();
  wrapMethod<ApiClient['includeExtraHttpOptionsToRequestInit']>(
    apiClient,
    'includeExtraHttpOptionsToRequestInit',
    (original) =>
      async function includeExtraHttpOptionsToRequestInit(this: ApiClient, init, ...rest) {
        const made = await original.call(this, init, ...rest);
        if (made.signal) owners.set(made.signal, rest[2] instanceof AbortSignal ? rest[2] : null);
        return made;
      },
  );
  return (sdkSignal) => {
    if (!sdkSignal) return undefined;
    const owner = owners.get(sdkSignal);
    return owner === undefined ? sdkSignal : (owner ?? undefined);
  };
}
