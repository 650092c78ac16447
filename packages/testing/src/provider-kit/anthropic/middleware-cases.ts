import type { JsonObject } from '../../wire-server/wire-format.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type AnthropicContext, type AnthropicTrial, anthropicCase, skipBefore } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { failedRecord, messageRecord, streamRecord } from './message-records.ts';

interface WireRequest extends JsonObject {
  url: string;
  body?: string;
}
type Next = (request: WireRequest) => Promise<Response>;
type Middleware = (
  request: WireRequest,
  next: Next,
  context: { options?: JsonObject; parse(response: Response): Promise<unknown> },
) => Promise<Response>;

/** Middleware of the app around the plugin's: it sees what it always saw, and what it does itself is counted as what it is. */
export const middlewareCases: readonly ProviderCase<AnthropicContext>[] = [
  middlewareCase({
    name: 'calls the middleware of the app in its order, with the requests that it always saw',
    async act(app) {
      const log: unknown[] = [];
      const client = app.createClient({ middleware: [noting('first', log), noting('second', log)] });
      client.middleware?.push(noting('pushed', log));
      const options = { middleware: [noting('own', log)] };
      const answers = [
        await client.messages.create(messageBody, options),
        await collect(await client.messages.create(streamBody, options)),
      ];
      return { answers, log, count: client.middleware?.length };
    },
    records: [messageRecord, streamRecord],
  }),
  middlewareCase({
    name: 'tracks clones made by withOptions({ middleware })',
    async act({ client }) {
      const log: unknown[] = [];
      const clone = client.withOptions({ middleware: [noting('clone', log)] });
      return { answer: await clone.messages.create(messageBody), log };
    },
    records: [messageRecord],
  }),
  middlewareCase({
    name: 'stays when the app replaces all middleware',
    async act({ client }) {
      client.middleware?.splice(0);
      return client.messages.create(messageBody);
    },
    records: [messageRecord],
  }),
  middlewareCase({
    name: 'lets middleware read an answer by ctx.parse(), plain and streamed',
    async act(app) {
      const parsed: unknown[] = [];
      const parsing: Middleware = async (request, next, context) => {
        const response = await next(request);
        const value = await context.parse(response);
        parsed.push(isIterable(value) ? await collect(value) : value);
        return response;
      };
      const client = app.createClient({ middleware: [parsing] });
      const answers = [
        await client.messages.create(messageBody),
        await collect(await client.messages.create(streamBody)),
      ];
      return { answers, parsed };
    },
    records: [messageRecord, streamRecord],
  }),
  middlewareCase({
    name: 'counts nothing where middleware answers by itself',
    async act(app) {
      const answer = { id: 'msg_cached', type: 'message', usage: { input_tokens: 5, output_tokens: 5 } };
      const caching: Middleware = async () => Response.json(answer);
      return app.createClient({ middleware: [caching] }).messages.create(messageBody);
    },
    records: [],
  }),
  middlewareCase({
    name: 'counts the attempts of middleware that tries again as attempts of one call',
    async act(app) {
      const retrying: Middleware = async (request, next) => {
        const response = await next(request);
        return response.ok ? response : next(request);
      };
      app.server.next({ status: 529 });
      return app.createClient({ middleware: [retrying] }).messages.create(messageBody);
    },
    records: [{ ...messageRecord, attempts: 2 }],
  }),
  middlewareCase({
    name: 'counts a second answer that middleware asks of another model as a call of its own',
    async act(app) {
      const asking: Middleware = async (request, next) => {
        const response = await next(request);
        await response.text();
        const body = JSON.stringify({ ...JSON.parse(request.body ?? '{}'), model: 'claude-sonnet-4-5' });
        return next({ ...request, body });
      };
      return app.createClient({ middleware: [asking] }).messages.create(messageBody);
    },
    records: [
      messageRecord,
      {
        ...messageRecord,
        model: 'claude-sonnet-4-5-20250929',
        requestedModel: 'claude-sonnet-4-5',
        // (56 + 64 / 10) × 3 + 30 × 15 millionths of a dollar.
        costUsdExact: '0.0006372',
      },
    ],
  }),
  middlewareCase({
    name: 'gives the same error when middleware throws, at once',
    async act(app) {
      const throwing: Middleware = async () => {
        throw new Error('the middleware fails');
      };
      return app
        .createClient({ middleware: [throwing] })
        .messages.create(messageBody)
        .catch(describeError);
    },
    records: [],
  }),
  middlewareCase({
    name: 'gives the same error when middleware throws after the answer came',
    async act(app) {
      const throwing: Middleware = async (request, next) => {
        await (await next(request)).text();
        throw new Error('the middleware fails');
      };
      return app
        .createClient({ middleware: [throwing] })
        .messages.create(messageBody)
        .catch(describeError);
    },
    records: [messageRecord],
  }),
  middlewareCase({
    name: 'gives the same error when middleware changes a failed answer',
    async act(app) {
      app.server.next({ status: 400 });
      const changing: Middleware = async (request, next) => {
        const response = await next(request);
        return Response.json(
          { type: 'error', error: { type: 'mine', message: await response.text() } },
          { status: 418 },
        );
      };
      return app
        .createClient({ middleware: [changing] })
        .messages.create(messageBody)
        .catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 400, errorCode: 'invalid_request_error' }],
  }),
];

function middlewareCase(trial: AnthropicTrial): ProviderCase<AnthropicContext> {
  return anthropicCase({ ...trial, skipReason: skipBefore('0.101', 'middleware') });
}

function noting(name: string, log: unknown[]): Middleware {
  return async (request, next, context) => {
    log.push([name, 'sees', Object.keys(request), request.url, request.body, Object.keys(context.options ?? {})]);
    const response = await next(request);
    log.push([name, 'gets', response.status, response.bodyUsed, response.body?.locked]);
    return response;
  };
}

function isIterable(value: unknown): value is AsyncIterable<JsonObject> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
