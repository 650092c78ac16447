import { textPieces } from '../openai/openai-text.ts';
import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { usageAtEnd, usageAtStart } from './anthropic-usage.ts';

/** The events that add up to a message: https://docs.claude.com/en/docs/build-with-claude/streaming */
export function* messageEvents(message: JsonObject, context: AnswerContext): Generator<WireEvent> {
  const event = (type: string, members: JsonObject = {}): WireEvent => ({ event: type, data: { type, ...members } });
  const usage = message['usage'] as JsonObject;
  const begun = { ...message, content: [], stop_reason: null, usage: usageAtStart(usage) };
  yield event('message_start', { message: begun });
  for (const [index, block] of (message['content'] as JsonObject[]).entries()) {
    const isText = block['type'] === 'text';
    const shell = isText ? { type: 'text', text: '' } : { ...block, input: {} };
    yield event('content_block_start', { index, content_block: shell });
    if (index === 0) yield event('ping');
    for (const piece of isText ? textPieces(String(block['text']), context.scenario) : jsonPieces(block['input'])) {
      const delta = isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece };
      yield event('content_block_delta', { index, delta });
    }
    yield event('content_block_stop', { index });
  }
  const { stop_reason, stop_sequence } = message;
  yield event('message_delta', { delta: { stop_reason, stop_sequence }, usage: usageAtEnd(usage) });
  yield event('message_stop');
}

function jsonPieces(input: unknown): readonly string[] {
  return JSON.stringify(input).match(/.{1,8}/gs) ?? [];
}
