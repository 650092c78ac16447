import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { Parameters } from './gemini-client.ts';

/** Content that every trial may ask for. */
export const contentBody: Parameters = { model: 'gemini-flash-latest', contents: 'What is the answer?' };

/** A tool that the server's model asks for. */
export const weatherDeclaration: { name: string; description: string; parameters: JsonObject } = {
  name: 'weather',
  description: 'The weather in a city.',
  parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
};

/** The same, to be called by the SDK itself. */
export function callableWeather(calls: unknown[]): unknown {
  return {
    tool: async () => ({ functionDeclarations: [weatherDeclaration] }),
    callTool: async (asked: unknown) => {
      calls.push(asked);
      return [{ functionResponse: { name: 'weather', response: { weather: 'warm' } } }];
    },
  };
}
