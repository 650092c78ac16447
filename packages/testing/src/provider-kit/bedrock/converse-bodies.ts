import type { JsonObject } from '../../wire-server/wire-format.ts';

/** The model that trials converse with. */
export const converseModel = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

/** A conversation that every trial may have. */
export const converseInput: JsonObject = {
  modelId: converseModel,
  messages: [{ role: 'user', content: [{ text: 'What is the answer?' }] }],
  inferenceConfig: { maxTokens: 100 },
};

/** The same conversation, told apart by its system prompt, of which the server makes tokens. */
export function seededInput(seed: number): JsonObject {
  return { ...converseInput, system: [{ text: String(seed) }] };
}

/** A tool that the server's model asks for. */
export const toolConfig: JsonObject = {
  tools: [
    {
      toolSpec: {
        name: 'weather',
        description: 'The weather in a city.',
        inputSchema: {
          json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    },
  ],
};
