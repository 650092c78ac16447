import type { JsonObject } from '../wire-format.ts';
import type { WireScenario, WireToolCall } from '../wire-scenario.ts';
import { sampleOf } from './json-schema-sample.ts';

/** What the model will say to this request: text, or tools that it wants called. */
export interface ModelTurn {
  text: string;
  toolCalls: readonly WireToolCall[];
}

/** Tools of any OpenAI request, whether the function is nested (chat) or flat (Responses). */
function offeredTools(request: JsonObject): JsonObject[] {
  const tools = Array.isArray(request['tools']) ? (request['tools'] as JsonObject[]) : [];
  return tools
    .map((tool) => (tool['function'] ?? tool) as JsonObject)
    .filter((tool) => typeof tool['name'] === 'string');
}

/** Decides as a model would: the scenario's words, else the first tool unless one has answered already, else JSON where a schema is given, else a sentence. */
export function turnOf(request: JsonObject, scenario: WireScenario, schema: unknown, toolAnswered: boolean): ModelTurn {
  if (scenario.toolCalls !== undefined) return { text: scenario.text ?? '', toolCalls: scenario.toolCalls };
  if (scenario.text !== undefined) return { text: scenario.text, toolCalls: [] };
  const tool = offeredTools(request)[0];
  if (tool !== undefined && !toolAnswered && request['tool_choice'] !== 'none') {
    return {
      text: '',
      toolCalls: [{ name: String(tool['name']), arguments: JSON.stringify(sampleOf(tool['parameters'])) }],
    };
  }
  if (schema !== undefined) return { text: JSON.stringify(sampleOf(schema)), toolCalls: [] };
  return { text: 'Certainly. The answer is forty-two, as it has always been.', toolCalls: [] };
}

/** All text in a value, for counting: prompts come as strings, messages and parts. */
export function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const { content, text, arguments: given, output } = value as JsonObject;
  return [content, text, given, output]
    .map(textIn)
    .filter((part) => part !== '')
    .join('\n');
}

/** The pieces in which a stream delivers a text: words, or as many as the scenario says, pulled one at a time. */
export function* textPieces(text: string, scenario: WireScenario): Generator<string> {
  const words = text.match(/\s*\S+|\s+$/g) ?? [];
  const count = scenario.textEvents ?? words.length;
  for (let index = 0; index < count; index += 1) yield words[index % Math.max(1, words.length)] ?? ' more';
}

/** The text that a stream of `textPieces` adds up to. */
export function streamedText(text: string, scenario: WireScenario): string {
  return scenario.textEvents === undefined ? text : [...textPieces(text, scenario)].join('');
}
