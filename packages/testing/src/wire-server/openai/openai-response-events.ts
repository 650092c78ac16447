import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { textPieces } from './openai-text.ts';

/** The events that add up to a completed Response: https://platform.openai.com/docs/api-reference/responses-streaming */
export function* responseEvents(completed: JsonObject, context: AnswerContext): Generator<WireEvent> {
  let sequence = 0;
  const event = (type: string, members: JsonObject): WireEvent => {
    const data = { type, sequence_number: sequence, ...members };
    sequence += 1;
    return { event: type, data };
  };
  const begun = { ...completed, status: 'in_progress', output: [], usage: null };
  yield event('response.created', {
    response: { ...begun, status: completed['background'] === true ? 'queued' : 'in_progress' },
  });
  if (completed['background'] === true) yield event('response.queued', { response: { ...begun, status: 'queued' } });
  yield event('response.in_progress', { response: begun });
  for (const [outputIndex, item] of (completed['output'] as JsonObject[]).entries()) {
    const place = { item_id: item['id'], output_index: outputIndex };
    if (item['type'] === 'function_call') {
      yield event('response.output_item.added', {
        output_index: outputIndex,
        item: { ...item, status: 'in_progress', arguments: '' },
      });
      for (const delta of String(item['arguments']).match(/.{1,8}/gs) ?? []) {
        yield event('response.function_call_arguments.delta', { ...place, delta });
      }
      yield event('response.function_call_arguments.done', {
        ...place,
        arguments: item['arguments'],
        name: item['name'],
      });
    } else {
      const part = (item['content'] as JsonObject[])[0] ?? {};
      yield event('response.output_item.added', {
        output_index: outputIndex,
        item: { ...item, status: 'in_progress', content: [] },
      });
      yield event('response.content_part.added', { ...place, content_index: 0, part: { ...part, text: '' } });
      for (const delta of piecesOf(String(part['text']), context)) {
        yield event('response.output_text.delta', { ...place, content_index: 0, delta, logprobs: [] });
      }
      yield event('response.output_text.done', { ...place, content_index: 0, text: part['text'], logprobs: [] });
      yield event('response.content_part.done', { ...place, content_index: 0, part });
    }
    yield event('response.output_item.done', { output_index: outputIndex, item });
  }
  yield event('response.completed', { response: completed });
}

/** The text is already what the pieces add up to, so it is only taken apart. */
function piecesOf(text: string, context: AnswerContext): Iterable<string> {
  return textPieces(text, { ...context.scenario, textEvents: undefined });
}
