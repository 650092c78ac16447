import { streamedText, textIn, textPieces, turnOf } from '../openai/openai-text.ts';
import { usageFor } from '../openai/openai-usage.ts';
import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';
import type { BedrockRoute } from './bedrock-route.ts';
import { bedrockStream } from './bedrock-stream.ts';
import { converseUsage } from './bedrock-usage.ts';
import { guardrailTrace } from './guardrail-usage.ts';

/** POST /model/{id}/converse, /converse-stream, and /count-tokens, which costs nothing. */
export const bedrockConverse: BedrockRoute = (segments, request, context) => {
  const [resource, , action] = segments;
  if (resource !== 'model' || request.method !== 'POST') return null;
  const { json } = request;
  if (action === 'count-tokens') {
    const { inputTokens } = usageFor('', JSON.stringify(json['input']), '', context.scenario.usage);
    return { status: 200, body: { inputTokens } };
  }
  if (action === 'converse-stream') return bedrockStream(converseEvents(json, context));
  if (action !== 'converse') return null;
  const { text, toolCalls } = converseTurn(json, context);
  const content = [
    ...(text === '' ? [] : [{ text }]),
    ...toolCalls.map((call) => ({
      toolUse: { toolUseId: `tooluse_${context.nextId()}`, name: call.name, input: JSON.parse(call.arguments) },
    })),
  ];
  return {
    status: 200,
    body: {
      output: { message: { role: 'assistant', content } },
      stopReason: toolCalls.length > 0 ? 'tool_use' : 'end_turn',
      ...converseMetadata(json, context),
    },
  };
};

function* converseEvents(json: JsonObject, context: AnswerContext): Generator<WireEvent> {
  const { text, toolCalls } = converseTurn(json, context);
  yield { event: 'messageStart', data: { role: 'assistant' } };
  if (text !== '') {
    for (const piece of textPieces(text, context.scenario)) {
      yield { event: 'contentBlockDelta', data: { contentBlockIndex: 0, delta: { text: piece } } };
    }
    yield { event: 'contentBlockStop', data: { contentBlockIndex: 0 } };
  }
  for (const [index, call] of toolCalls.entries()) {
    const contentBlockIndex = index + (text === '' ? 0 : 1);
    const toolUse = { toolUseId: `tooluse_${context.nextId()}`, name: call.name };
    yield { event: 'contentBlockStart', data: { contentBlockIndex, start: { toolUse } } };
    yield { event: 'contentBlockDelta', data: { contentBlockIndex, delta: { toolUse: { input: call.arguments } } } };
    yield { event: 'contentBlockStop', data: { contentBlockIndex } };
  }
  yield { event: 'messageStop', data: { stopReason: toolCalls.length > 0 ? 'tool_use' : 'end_turn' } };
  yield { event: 'metadata', data: converseMetadata(json, context) };
}

/** What an answer says of itself: the tier served is the one asked for. */
function converseMetadata(json: JsonObject, context: AnswerContext): JsonObject {
  const { serviceTier, performanceConfig, guardrailConfig } = json;
  const traced = (guardrailConfig as JsonObject | undefined)?.['trace'] === 'enabled';
  return {
    usage: converseUsage(usageOf(json, context)),
    metrics: { latencyMs: 12 },
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(performanceConfig === undefined ? {} : { performanceConfig }),
    ...(traced ? { trace: { guardrail: guardrailTrace } } : {}),
  };
}

function usageOf(json: JsonObject, context: AnswerContext): WireUsage {
  const { scenario } = context;
  const turn = converseTurn(json, context);
  const text = scenario.textEvents === undefined ? turn.text : streamedText(turn.text, scenario);
  const spoken = text + turn.toolCalls.map((call) => call.name + call.arguments).join('');
  return usageFor('', textIn([json['system'], json['messages']]), spoken, scenario.usage);
}

/** A turn as other models make it, of tools in their own spelling. */
function converseTurn(json: JsonObject, context: AnswerContext): ReturnType<typeof turnOf> {
  const tools = listIn((json['toolConfig'] as JsonObject | undefined)?.['tools']).map((tool) => {
    const { name, inputSchema } = (tool['toolSpec'] ?? {}) as { name?: unknown; inputSchema?: { json?: unknown } };
    return { name, parameters: inputSchema?.json };
  });
  const isAnswered = listIn(json['messages']).some((message) =>
    listIn(message['content']).some((block) => 'toolResult' in block),
  );
  return turnOf(tools.length > 0 ? { tools } : {}, context.scenario, undefined, isAnswered);
}

function listIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
