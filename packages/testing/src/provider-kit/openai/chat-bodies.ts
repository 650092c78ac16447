import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { Body, StreamBody } from './openai-client.ts';

/** A chat that every trial may make. */
export const chatBody: Body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'What is the answer?' }] };
/** The same, streamed. */
export const streamBody: StreamBody = { ...chatBody, stream: true };

/** A streamed chat that asks for its usage. */
export const askingBody: StreamBody = { ...streamBody, stream_options: { include_usage: true } };

/** A tool that the server's model asks for. */
export const weatherTool: { type: string; function: JsonObject } = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather in a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
    strict: true,
  },
};
