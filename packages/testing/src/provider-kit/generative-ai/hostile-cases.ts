import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { WireScenario } from '../../wire-server/wire-scenario.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { type GenerativeAiContext, generativeAiCase, modelOf } from './generative-ai-case.ts';

const withUsage = (usageMetadata: unknown): WireScenario => ({
  rewrite: (data) => ({ ...(data as JsonObject), usageMetadata }),
});
const chunk = 'data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\r\n\r\n';

/** Bodies that no vendor should send, plain and streamed. */
const scenarios: Readonly<Record<string, { scenario: WireScenario; streamed?: WireScenario }>> = {
  'usage of null': { scenario: withUsage(null) },
  'no usage': { scenario: withUsage(undefined) },
  'usage that is text': { scenario: withUsage('many') },
  'negative counts': { scenario: withUsage({ promptTokenCount: -5, candidatesTokenCount: 3 }) },
  'counts that are text': { scenario: withUsage({ promptTokenCount: '120', candidatesTokenCount: {} }) },
  'JSON that ends in the middle': {
    scenario: { body: '{"candidates":[{"cont' },
    streamed: { body: `${chunk}data: {"candidates":\r\n\r\n` },
  },
  'an empty body': { scenario: { body: '' } },
  'JSON that is a list': { scenario: { body: '[1,2]' }, streamed: { body: 'data: [1,2]\r\n\r\n' } },
  'JSON that is a number': { scenario: { body: '7' }, streamed: { body: `data: 7\r\n\r\n${chunk}` } },
  'a page of HTML': { scenario: { body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } } },
  'an unfinished last event': { scenario: { spelling: { unfinished: true } } },
};

/** Nothing in an answer may turn into an error of ours. */
export const hostileCases: readonly ProviderCase<GenerativeAiContext>[] = [
  ...Object.entries(scenarios).map(([what, { scenario, streamed = scenario }]) =>
    generativeAiCase({
      name: `takes an answer and a stream with ${what}`,
      async act(app) {
        const model = modelOf(app);
        app.server.next(scenario, streamed);
        const whole = await model.generateContent('hi').catch(describeError);
        const result = await model.generateContentStream('hi');
        const response = result.response.catch(describeError);
        return [whole, await collectUntilError(result.stream), await response];
      },
      records: [
        { operation: 'generate_content', streamed: false },
        { operation: 'generate_content', streamed: true },
      ],
    }),
  ),
  generativeAiCase({
    name: 'takes an answer of 10 MB, and a stream with a line of 1 MB',
    async act(app) {
      const model = modelOf(app);
      // This SDK searches what it has of a line anew with every piece that comes.
      app.server.next({ text: 'x'.repeat(10_000_000) }, { text: 'x'.repeat(1_000_000) });
      const { response } = await model.generateContent('hi');
      const { stream, response: whole } = await model.generateContentStream('hi');
      return [response, await collectUntilError(stream), await whole];
    },
    records: [
      { streamed: false, totalTokens: 150 },
      { streamed: true, totalTokens: 150 },
    ],
  }),
];
