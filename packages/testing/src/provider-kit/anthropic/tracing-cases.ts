import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase, skipBefore } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { messageRecord, streamRecord } from './message-records.ts';

/** The spans that the SDK makes itself stay what they were. */
export const tracingCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'gives a tracer of the app the same spans',
    skipReason: skipBefore('1.0', 'openTelemetry option'),
    async act(app) {
      const spans: unknown[] = [];
      const tracerProvider = { getTracer: () => createTracer(spans) };
      const client = app.createClient({ maxRetries: 0, openTelemetry: { traces: true, tracerProvider } });
      app.server.next({}, {}, { status: 429 });
      const seen = [
        await client.messages.create(messageBody),
        await collect(await client.messages.create(streamBody)),
        await client.messages.create(messageBody).catch(describeError),
        await client.messages.stream(messageBody).finalMessage(),
      ];
      return { seen, spans };
    },
    records: [
      messageRecord,
      streamRecord,
      { operation: 'messages', success: false, httpStatus: 429, attempts: 1 },
      streamRecord,
    ],
  }),
];

/** A tracer that notes what happens to its spans. https://opentelemetry.io/docs/specs/otel/trace/api/ */
function createTracer(log: unknown[]): object {
  let count = 0;
  return {
    startSpan(name: string, options: unknown) {
      count += 1;
      const id = count;
      const note = (...values: unknown[]): object => {
        log.push([id, ...values]);
        return span;
      };
      const span = {
        spanContext: () => ({ traceId: '1'.repeat(32), spanId: String(id).padStart(16, '0'), traceFlags: 1 }),
        isRecording: () => true,
        // No two runs take the same time.
        setAttribute: (key: string, value: unknown) => note('attribute', key, /time/.test(key) ? typeof value : value),
        setAttributes: (attributes: unknown) => note('attributes', attributes),
        addEvent: (event: string, attributes: unknown) => note('event', event, attributes),
        addLink: () => span,
        addLinks: () => span,
        setStatus: (status: unknown) => note('status', status),
        updateName: () => span,
        end: () => void note('end'),
        recordException: (error: unknown) => void note('exception', describeError(error)),
      };
      return note('start', name, withoutPort(options));
    },
  };
}

/** Every server has its own. */
function withoutPort(options: unknown): unknown {
  const { attributes, ...others } = options as { attributes?: Record<string, unknown> };
  return { ...others, attributes: { ...attributes, 'server.port': 0 } };
}
