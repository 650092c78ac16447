import { createTracker, type DatabaseAdapter, type Tracker } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import OpenAI from 'openai';

/** A database that keeps nothing, so that what stays in memory is the tracker's own. */
class NullAdapter implements DatabaseAdapter {
  async connect(): Promise<void> {}
  async disconnect(): Promise<void> {}
  async save(): Promise<void> {}
  async saveBatch(): Promise<void> {}
}

/** A connected tracker over a database that keeps nothing. */
export async function startTracker(): Promise<Tracker> {
  const tracker = createTracker({
    projectName: 'limits',
    database: new NullAdapter(),
    pricing: { refreshIntervalMs: 0 },
    onEvent: () => {},
  });
  await tracker.connect();
  return tracker;
}

/** A client that is answered inside this process. Without a tracker it is bare. */
export function createClient(tracker: Tracker | null, answer: (body: string) => Response): OpenAI {
  const fetch = async (_url: unknown, init?: { body?: unknown }): Promise<Response> =>
    answer(typeof init?.body === 'string' ? init.body : '');
  const client = new OpenAI({ apiKey: 'sk-test', fetch });
  return tracker === null ? client : tracker.use(openaiProvider(client));
}

/** A streamed answer whose parts are made when they are asked for, each with memory of its own. */
export function streamOf(parts: Iterable<string>): Response {
  const iterator = parts[Symbol.iterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' } });
}

/** One event of a streamed chat. `extra`: more members, as JSON text that begins with a comma. */
export function chatEvent(text: string, extra = ''): string {
  return `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"${text}"},"finish_reason":null}]${extra}}\n\n`;
}

/** The event that ends a streamed chat with its usage. */
export function usageEvent(promptTokens: number, completionTokens: number): string {
  const usage = `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${promptTokens + completionTokens}}`;
  return `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4o-2024-08-06","choices":[],"usage":${usage}}\n\n`;
}

export const doneEvent = 'data: [DONE]\n\n';
