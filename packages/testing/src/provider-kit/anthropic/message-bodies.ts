import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { Body, StreamBody } from './anthropic-client.ts';

/** A message that every trial may ask for. */
export const messageBody: Body = {
  model: 'claude-haiku-4-5',
  max_tokens: 256,
  messages: [{ role: 'user', content: 'What is the answer?' }],
};

/** The same, streamed. */
export const streamBody: StreamBody = { ...messageBody, stream: true };

/** A tool that the server's model asks for. */
export const weatherTool: JsonObject = {
  name: 'weather',
  description: 'The weather in a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** The same as the SDK's runner takes it. */
export function runnableTool(): JsonObject {
  return {
    ...weatherTool,
    run: ({ city }: { city: string }) => `It is warm in ${city}.`,
    parse: (input: unknown) => input,
  };
}

/** Asks for JSON of this shape. */
export const outputConfig: JsonObject = {
  format: {
    type: 'json_schema',
    schema: {
      type: 'object',
      properties: { city: { type: 'string' }, degrees: { type: 'number' } },
      required: ['city', 'degrees'],
      additionalProperties: false,
    },
  },
};
