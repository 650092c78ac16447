import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { kitUsage } from '../run-trial.ts';
import { weatherTool } from './chat-bodies.ts';
import { type OpenaiApp, type OpenaiContext, openaiCase } from './openai-case.ts';

const runBody = { assistant_id: 'asst_1', model: 'gpt-4o-mini' };
const runRecord: ExpectedRecord = {
  operation: 'runs',
  model: 'gpt-4o-mini-2024-07-18',
  responseId: /^run_/,
  revision: 1,
  success: true,
  usageSource: 'reported',
  promptTokens: 120,
  cachedPromptTokens: 64,
  completionTokens: 30,
  reasoningTokens: 10,
};
/** Polling helpers wait for five seconds unless the server says otherwise. */
const quickly = { usage: kitUsage, headers: { 'openai-poll-after-ms': '1' } };

/** Runs of assistants: one row each, whichever call learns what it used. */
export const runCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'counts a run once, however often it is retrieved or updated',
    needs: 'beta.threads',
    async act(app) {
      const { client } = app;
      const created = await client.beta.threads.runs.create('thread_1', runBody);
      const at = runOf(app, created);
      const polls: unknown[] = [];
      for (let poll = 0; poll < 4; poll += 1) polls.push(await client.beta.threads.runs.retrieve(...at()));
      return {
        created,
        polls,
        updated: await client.beta.threads.runs.update(...at({ metadata: { team: 'search' } })),
      };
    },
    records: [runRecord],
  }),
  openaiCase({
    name: 'counts a run of createAndPoll() once',
    needs: 'beta.threads',
    act({ client, server }) {
      server.always(quickly);
      return client.beta.threads.runs.createAndPoll('thread_1', runBody);
    },
    records: [runRecord],
  }),
  openaiCase({
    name: 'counts a streamed run once, raw and by the helper',
    needs: 'beta.threads',
    async act({ client }) {
      const raw = await collect(await client.beta.threads.runs.create('thread_1', { ...runBody, stream: true }));
      const stream = client.beta.threads.runs.stream('thread_1', runBody);
      const deltas: unknown[] = [];
      stream.on('textDelta', (delta) => deltas.push(delta));
      return { raw, final: await stream.finalRun(), deltas };
    },
    records: [
      { ...runRecord, streamed: true },
      { ...runRecord, streamed: true },
    ],
  }),
  openaiCase({
    name: 'counts a run whose tools answer once, submitted plain, polled and streamed',
    needs: 'beta.threads',
    async act(app) {
      const { client, server } = app;
      server.always(quickly);
      const { runs } = client.beta.threads;
      const outputs = { tool_outputs: [{ tool_call_id: 'call_1', output: '21' }] };
      const seen: unknown[] = [];
      const submit = [
        async (at: At) => [
          await runs.submitToolOutputs(...at(outputs)),
          await runs.retrieve(...at()),
          await runs.retrieve(...at()),
        ],
        (at: At) => runs.submitToolOutputsAndPoll(...at(outputs)),
        (at: At) => runs.submitToolOutputsStream(...at(outputs)).finalRun(),
      ];
      for (const answer of submit) {
        const waiting = await runs.createAndPoll('thread_1', { ...runBody, tools: [weatherTool] });
        seen.push(waiting, await answer(runOf(app, waiting)));
      }
      return seen;
    },
    records: [runRecord, runRecord, runRecord],
  }),
  openaiCase({
    name: 'counts runs that are created with their thread, plain and streamed',
    needs: 'beta.threads',
    async act(app) {
      const { threads } = app.client.beta;
      const created = await threads.createAndRun(runBody);
      const polls = [
        await threads.runs.retrieve(...runOf(app, created)()),
        await threads.runs.retrieve(...runOf(app, created)()),
      ];
      return { created, polls, streamed: await threads.createAndRunStream(runBody).finalRun() };
    },
    records: [
      { ...runRecord, streamed: false },
      { ...runRecord, streamed: true },
    ],
  }),
  openaiCase({
    name: 'keeps a run that nobody asks for again as pending, and one row of a run that is cancelled',
    needs: 'beta.threads',
    async act(app) {
      const { runs } = app.client.beta.threads;
      const cancelled = await runs.create('thread_1', runBody);
      return [await runs.create('thread_1', runBody), cancelled, await runs.cancel(...runOf(app, cancelled)())];
    },
    records: [
      { operation: 'runs', revision: 0, usageSource: 'pending', costUsdExact: null },
      { operation: 'runs', totalTokens: null, costUsdExact: null },
    ],
  }),
];

type At = (parameters?: object) => unknown[];

/** The arguments that name a run, in the order of this SDK. */
function runOf({ context }: OpenaiApp, { id, thread_id }: Record<string, unknown>): At {
  return (parameters = {}) => {
    if (context.major >= 5) return [id, { thread_id, ...parameters }];
    return Object.keys(parameters).length === 0 ? [thread_id, id] : [thread_id, id, parameters];
  };
}
