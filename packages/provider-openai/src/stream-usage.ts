import type { CallPlan } from '@llm-tracker/wire';

/** Gets the usage of streamed chats, which the API reports only when asked. */
export interface StreamUsage {
  /** The plan of a streamed call whose body asks for usage, and whose app sees the stream as if it had not. */
  ask(plan: CallPlan, body: object, origin: string): CallPlan;
}

/** Makes the rule of one tracker and client: origins that refused to be asked are remembered. */
export function createStreamUsage(mode: 'auto' | 'never'): StreamUsage {
  const refused = new Set<string>();
  return {
    ask(plan, body, origin) {
      const given: unknown = 'stream_options' in body ? body.stream_options : undefined;
      const streamOptions = typeof given === 'object' && given !== null ? given : {};
      const asksItself = 'include_usage' in streamOptions && streamOptions.include_usage === true;
      if (mode === 'never' || asksItself || refused.has(origin)) return plan;
      return {
        ...plan,
        body: { ...body, stream_options: { ...streamOptions, include_usage: true } },
        rewriteEvent: hideUsage,
        refusal: {
          isRefused: (answer) => /stream_options|include_usage/.test(answer),
          restore: (sent) => restoreStreamOptions(sent, given),
          remember: () => refused.add(origin),
        },
      };
    },
  };
}

/** What a chunk that has nothing but usage consists of. */
const bareMembers: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'service_tier',
  'system_fingerprint',
  'choices',
  'usage',
  'obfuscation',
]);

/**
 * Takes out of a chunk what only `include_usage` puts in: `"usage":null` of every chunk, and the last chunk, which has nothing else.
 * Usage that stands beside text stays: a vendor put it there unasked. https://platform.openai.com/docs/api-reference/chat-streaming
 */
function hideUsage(data: string): string | null {
  const first = data.indexOf('"usage"');
  if (first < 0) return data;
  // In almost every chunk it is the one `,"usage":null`; anything else is parsed.
  const plain = ',"usage":null';
  const isPlain = data.startsWith(plain, first - 1) && data.indexOf('"usage"', first + 1) < 0;
  if (isPlain && !data.includes('"choices":[]')) return data.slice(0, first - 1) + data.slice(first - 1 + plain.length);
  try {
    return hideParsedUsage(data);
  } catch {
    // It is no JSON, or nested too deeply to be written again.
    return data;
  }
}

function hideParsedUsage(data: string): string | null {
  const chunk: unknown = JSON.parse(data);
  if (typeof chunk !== 'object' || chunk === null || !('usage' in chunk)) return data;
  const hasChoices = !('choices' in chunk) || !Array.isArray(chunk.choices) || chunk.choices.length > 0;
  if (!hasChoices && (chunk.usage !== null || Object.keys(chunk).every((name) => bareMembers.has(name)))) return null;
  if (chunk.usage !== null) return data;
  const { usage: _hidden, ...shown } = chunk;
  return JSON.stringify(shown);
}

function restoreStreamOptions(sent: string, given: unknown): string {
  const body: unknown = JSON.parse(sent);
  if (typeof body !== 'object' || body === null) return sent;
  const { stream_options: _added, ...own } = body as { stream_options?: unknown };
  // openai 4 indents its bodies.
  const indentation = sent.startsWith('{\n') ? 2 : undefined;
  return JSON.stringify(given === undefined ? own : { ...body, stream_options: given }, null, indentation);
}
