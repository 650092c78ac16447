import { messageEvents } from '../anthropic/anthropic-message-events.ts';
import { messageOf } from '../anthropic/anthropic-messages.ts';
import { streamedText, textIn, textPieces, turnOf } from '../openai/openai-text.ts';
import { chatUsage, usageFor } from '../openai/openai-usage.ts';
import type { AnswerContext, JsonObject } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';
import { converseUsage } from './bedrock-usage.ts';

/** How one family of models speaks inside InvokeModel. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
export interface ModelFamily {
  /** Whether a request is none of its own. */
  refuses?(json: JsonObject): boolean;
  usageOf(json: JsonObject, context: AnswerContext): WireUsage;
  bodyOf(modelId: string, json: JsonObject, context: AnswerContext): JsonObject;
  /** The chunks of a stream, without Bedrock's own counts. */
  eventsOf(modelId: string, json: JsonObject, context: AnswerContext): Iterable<JsonObject>;
}

const claude: ModelFamily = {
  refuses: (json) => !Array.isArray(json['messages']) || json['anthropic_version'] === undefined,
  usageOf: textUsage,
  bodyOf: (modelId, json, context) => messageOf({ ...json, model: vendorName(modelId) }, context, 'standard'),
  *eventsOf(modelId, json, context) {
    const message = messageOf({ ...json, model: vendorName(modelId) }, context, 'standard');
    for (const { data } of messageEvents(message, context)) yield data as JsonObject;
  },
};

const nova: ModelFamily = {
  usageOf: textUsage,
  bodyOf(_modelId, json, context) {
    const {
      cacheReadInputTokens,
      cacheWriteInputTokens,
      cacheDetails: _,
      ...usage
    } = converseUsage(textUsage(json, context));
    return {
      output: { message: { role: 'assistant', content: [{ text: textOf(context) }] } },
      stopReason: 'end_turn',
      usage: {
        ...usage,
        cacheReadInputTokenCount: cacheReadInputTokens,
        cacheWriteInputTokenCount: cacheWriteInputTokens,
      },
    };
  },
  *eventsOf(modelId, json, context) {
    yield { messageStart: { role: 'assistant' } };
    for (const text of textPieces(textOf(context), context.scenario)) {
      yield { contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } };
    }
    yield { messageStop: { stopReason: 'end_turn' } };
    yield { metadata: { usage: nova.bodyOf(modelId, json, context)['usage'], metrics: {}, trace: {} } };
  },
};

const llama: ModelFamily = {
  usageOf: textUsage,
  bodyOf(_modelId, json, context) {
    const { inputTokens, outputTokens } = textUsage(json, context);
    return {
      generation: textOf(context),
      prompt_token_count: inputTokens,
      generation_token_count: outputTokens,
      stop_reason: 'stop',
    };
  },
  *eventsOf(_modelId, json, context) {
    const { inputTokens, outputTokens } = textUsage(json, context);
    const counts = { prompt_token_count: inputTokens, generation_token_count: 1 };
    yield { generation: '', ...counts, stop_reason: null };
    for (const generation of textPieces(textOf(context), context.scenario)) {
      yield { generation, prompt_token_count: null, generation_token_count: 1, stop_reason: null };
    }
    yield { generation: '', prompt_token_count: null, generation_token_count: outputTokens, stop_reason: 'stop' };
  },
};

const titanText: ModelFamily = {
  usageOf: textUsage,
  bodyOf(_modelId, json, context) {
    const { inputTokens, outputTokens } = textUsage(json, context);
    const outputText = textOf(context);
    return {
      inputTextTokenCount: inputTokens,
      results: [{ tokenCount: outputTokens, outputText, completionReason: 'FINISH' }],
    };
  },
  *eventsOf(_modelId, json, context) {
    const { inputTokens, outputTokens } = textUsage(json, context);
    for (const outputText of textPieces(textOf(context), context.scenario)) {
      yield {
        outputText,
        index: 0,
        totalOutputTextTokenCount: null,
        completionReason: null,
        inputTextTokenCount: null,
      };
    }
    yield {
      outputText: '',
      index: 0,
      totalOutputTextTokenCount: outputTokens,
      completionReason: 'FINISH',
      inputTextTokenCount: inputTokens,
    };
  },
};

/** Models that speak as OpenAI's chats do. */
const openaiLike: ModelFamily = {
  usageOf: textUsage,
  bodyOf(modelId, json, context) {
    const message = { role: 'assistant', content: textOf(context) };
    return {
      ...chatEnvelope(modelId, context),
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: chatUsage(textUsage(json, context)),
    };
  },
  *eventsOf(modelId, json, context) {
    const envelope = { ...chatEnvelope(modelId, context), object: 'chat.completion.chunk' };
    for (const content of textPieces(textOf(context), context.scenario)) {
      yield { ...envelope, choices: [{ index: 0, delta: { content }, finish_reason: null }] };
    }
    yield {
      ...envelope,
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: chatUsage(textUsage(json, context)),
    };
  },
};

const cohere: ModelFamily = {
  usageOf: textUsage,
  bodyOf(_modelId, json, context) {
    const { inputTokens, outputTokens } = textUsage(json, context);
    return {
      response_id: context.nextId(),
      text: textOf(context),
      finish_reason: 'COMPLETE',
      meta: { billed_units: { input_tokens: inputTokens, output_tokens: outputTokens } },
    };
  },
  *eventsOf(_modelId, _json, context) {
    for (const text of textPieces(textOf(context), context.scenario)) yield { event_type: 'text-generation', text };
    yield { event_type: 'stream-end', is_finished: true, finish_reason: 'COMPLETE' };
  },
};

/** Older Mistral models: nothing but Bedrock's own counts says what was used. */
const mistral: ModelFamily = {
  usageOf: textUsage,
  bodyOf: (_modelId, _json, context) => ({ outputs: [{ text: textOf(context), stop_reason: 'stop' }] }),
  *eventsOf(_modelId, _json, context) {
    for (const text of textPieces(textOf(context), context.scenario)) {
      yield { outputs: [{ text, stop_reason: null }] };
    }
    yield { outputs: [{ text: '', stop_reason: 'stop' }] };
  },
};

const embeddings: ModelFamily = {
  usageOf: (json, context) => ({ ...textUsage(json, context), outputTokens: 0 }),
  bodyOf(modelId, json, context) {
    const { inputTokens } = textUsage(json, context);
    const embedding = Array.from({ length: 64 }, (_, index) => index / 64);
    if (modelId.includes('titan')) return { embedding, inputTextTokenCount: inputTokens };
    return { id: context.nextId(), response_type: 'embeddings_floats', embeddings: [embedding], texts: json['texts'] };
  },
  eventsOf: () => [],
};

const rerank: ModelFamily = {
  usageOf: (json, context) => ({ ...textUsage(json, context), outputTokens: 0 }),
  bodyOf: (_modelId, json) => ({
    results: listIn(json['documents']).map((_, index) => ({ index, relevance_score: 1 / (index + 1) })),
  }),
  eventsOf: () => [],
};

const images: ModelFamily = {
  usageOf: (json, context) => ({ ...textUsage(json, context), outputTokens: 0 }),
  bodyOf(_modelId, json) {
    const { numberOfImages = 1 } = (json['imageGenerationConfig'] ?? {}) as { numberOfImages?: number };
    return { images: Array.from({ length: numberOfImages }, () => 'iVBORw0KGgo='), error: null };
  },
  eventsOf: () => [],
};

const families: readonly (readonly [pattern: RegExp, family: ModelFamily])[] = [
  [/rerank/, rerank],
  [/embed/, embeddings],
  [/nova-canvas|titan-image|stability\./, images],
  [/anthropic\./, claude],
  [/amazon\.nova/, nova],
  [/amazon\.titan/, titanText],
  [/meta\.llama/, llama],
  [/cohere\./, cohere],
  [/mistral\.mi[sx]tral/, mistral],
];

/** The family that a model's id belongs to. @default models that speak as OpenAI's do */
export function familyOf(modelId: string): ModelFamily {
  return families.find(([pattern]) => pattern.test(modelId))?.[1] ?? openaiLike;
}

function chatEnvelope(modelId: string, context: AnswerContext): JsonObject {
  const model = context.scenario.model ?? vendorName(modelId);
  return { id: `chatcmpl-${context.nextId()}`, created: context.createdSeconds, model };
}

/** Models say their vendor's name of themselves: without region, vendor and version. */
function vendorName(modelId: string): string {
  return modelId
    .replace(/^.*?(?=[a-z0-9]+\.[a-z]+[^.]*$)/, '')
    .replace(/^[a-z0-9]+\./, '')
    .replace(/-v\d+(:\d+)?$/, '');
}

function textOf(context: AnswerContext): string {
  return turnOf({ tool_choice: 'none' }, context.scenario, undefined, false).text;
}

function textUsage(json: JsonObject, context: AnswerContext): WireUsage {
  const { scenario } = context;
  const text = textOf(context);
  const spoken = scenario.textEvents === undefined ? text : streamedText(text, scenario);
  const prompt = textIn([json['system'], json['messages'], json['prompt'], json['inputText'], json['texts']]);
  return usageFor('', prompt, spoken, scenario.usage);
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
