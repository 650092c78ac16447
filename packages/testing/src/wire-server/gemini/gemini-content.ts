import { encodeEvent } from '../encode-event.ts';
import { type ModelTurn, streamedText, textIn, textPieces, turnOf } from '../openai/openai-text.ts';
import { usageFor } from '../openai/openai-usage.ts';
import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { geminiRefusal } from './gemini-errors.ts';
import type { GeminiRequest, GeminiRoute } from './gemini-route.ts';
import { contentUsage, usageSoFar } from './gemini-usage.ts';

/** POST …:generateContent and …:streamGenerateContent */
export const geminiContent: GeminiRoute = (request, context) => {
  const isStreamed = request.verb === 'streamGenerateContent';
  if (!isStreamed && request.verb !== 'generateContent') return null;
  if (!Array.isArray(request.json['contents'])) {
    return geminiRefusal({ status: 400, message: '* GenerateContentRequest.contents: contents is not specified' });
  }
  if (!isStreamed) return { status: 200, body: contentAnswer(request, context) };
  const spelling = { lineEnd: '\r\n' as const, ...context.scenario.spelling };
  return { events: contentEvents(request, context), encode: (event) => Buffer.from(encodeEvent(event, spelling)) };
};

/** What generated content a request is answered with. */
export function contentAnswer(request: GeminiRequest, context: AnswerContext): JsonObject {
  const { json } = request;
  const turn = contentTurn(json, context);
  const candidate = (index: number): JsonObject => ({
    content: { parts: partsOf(turn), role: 'model' },
    finishReason: 'STOP',
    index,
    ...grounding(json),
  });
  const config = json['generationConfig'] as JsonObject | undefined;
  const count = typeof config?.['candidateCount'] === 'number' ? config['candidateCount'] : 1;
  return {
    candidates: Array.from({ length: count }, (_, index) => candidate(index)),
    usageMetadata: usageOf(request, turn, context),
    modelVersion: modelAnswering(request, context),
    responseId: responseId(context),
  };
}

function* contentEvents(request: GeminiRequest, context: AnswerContext): Generator<WireEvent> {
  const turn = contentTurn(request.json, context);
  const usage = usageOf(request, turn, context);
  const envelope = { modelVersion: modelAnswering(request, context), responseId: responseId(context) };
  const pieces = turn.toolCalls.length > 0 ? [] : textPieces(turn.text, context.scenario);
  let count = 0;
  for (const text of pieces) {
    count += 1;
    yield {
      data: {
        candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0 }],
        usageMetadata: usageSoFar(usage, count),
        ...envelope,
      },
    };
  }
  const parts = turn.toolCalls.length > 0 ? partsOf(turn) : [{ text: '' }];
  const last = { content: { parts, role: 'model' }, finishReason: 'STOP', index: 0, ...grounding(request.json) };
  yield { data: { candidates: [last], usageMetadata: usage, ...envelope } };
}

const answering: Record<string, string> = {
  'gemini-flash-latest': 'gemini-2.5-flash',
  'gemini-pro-latest': 'gemini-2.5-pro',
};

function modelAnswering(request: GeminiRequest, context: AnswerContext): string {
  return context.scenario.model ?? answering[request.id] ?? request.id;
}

function responseId(context: AnswerContext): string {
  return Buffer.from(context.nextId()).toString('base64url');
}

function usageOf(request: GeminiRequest, turn: ModelTurn, context: AnswerContext): JsonObject {
  const { scenario } = context;
  const text = scenario.textEvents === undefined ? turn.text : streamedText(turn.text, scenario);
  const spoken = text + turn.toolCalls.map((call) => call.name + call.arguments).join('');
  return contentUsage(request, usageFor('', textOfContents(request.json), spoken, scenario.usage));
}

/** All text of a request's contents, for counting. */
export function textOfContents(json: JsonObject): string {
  const contents = [json['systemInstruction'], ...listIn(json['contents']), json['content']];
  return textIn(contents.flatMap((content) => listIn((content as JsonObject | undefined)?.['parts'])));
}

function partsOf(turn: ModelTurn): JsonObject[] {
  const calls = turn.toolCalls.map((call) => ({
    functionCall: { name: call.name, args: JSON.parse(call.arguments) as unknown },
  }));
  return turn.text === '' ? calls : [{ text: turn.text }, ...calls];
}

/** A turn as other models make it, of tools and schemas in Google's spelling. */
function contentTurn(json: JsonObject, context: AnswerContext): ModelTurn {
  const tools = listIn(json['tools'])
    .flatMap((tool) => listIn(tool['functionDeclarations']))
    .map((tool) => ({
      name: tool['name'],
      parameters: lowerTypes(tool['parametersJsonSchema'] ?? tool['parameters']),
    }));
  const config = json['generationConfig'] as JsonObject | undefined;
  const schema = config?.['responseJsonSchema'] ?? config?.['responseSchema'];
  const isAnswered = listIn(json['contents']).some((content) =>
    listIn(content['parts']).some((part) => part['functionResponse'] !== undefined),
  );
  return turnOf(tools.length > 0 ? { tools } : {}, context.scenario, lowerTypes(schema), isAnswered);
}

/** `OBJECT` and `STRING` as JSON schema spells them. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
    ]),
  );
}

/** What a model that was given a search has found: two queries on the web, or one place on the map. */
function grounding(json: JsonObject): JsonObject {
  const tools = listIn(json['tools']);
  if (tools.some((tool) => 'googleMaps' in tool)) {
    return { groundingMetadata: { groundingChunks: [{ maps: { uri: 'https://maps.test/1', title: 'Berlin' } }] } };
  }
  if (!tools.some((tool) => 'googleSearch' in tool || 'googleSearchRetrieval' in tool)) return {};
  return {
    groundingMetadata: {
      webSearchQueries: ['the answer', 'the question'],
      groundingChunks: [{ web: { uri: 'https://example.test', title: 'example.test' } }],
    },
  };
}

function listIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
