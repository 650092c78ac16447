import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const pendingRecord: ExpectedRecord = {
  revision: 0,
  success: true,
  usageSource: 'pending',
  totalTokens: null,
  costStatus: 'unmeasured',
  costUsdExact: null,
};
const doneRecord: ExpectedRecord = { revision: 1, success: true, usageSource: 'reported', teamName: 'search' };
const batchBody = { input_file_id: 'file-1', endpoint: '/v1/chat/completions', completion_window: '24h' };
const batchRecord: ExpectedRecord = {
  ...doneRecord,
  operation: 'batches',
  model: 'gpt-4o-mini-2024-07-18',
  responseId: /^batch_/,
  serviceTier: 'batch',
  promptTokens: 120,
  cachedPromptTokens: 64,
  completionTokens: 30,
  reasoningTokens: 10,
};
const videoBody = { model: 'sora-2', prompt: 'a tracker', seconds: '8', size: '1280x720' };
const videoRecord: ExpectedRecord = {
  ...doneRecord,
  operation: 'videos',
  model: 'sora-2',
  responseId: /^video_/,
  totalTokens: null,
  units: { 'second_output 1280x720': 8 },
};

/** What is worked on in the background: counted once, under its id, when its usage is known, for the team that began it. */
export const jobCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'counts a batch once, at the price of batches, however often it is retrieved',
    needs: 'batches',
    async act({ client, run }) {
      const created = await run({ teamName: 'search' }, () => client.batches.create(batchBody));
      return { created, polls: await poll(() => client.batches.retrieve(String(created['id']))) };
    },
    records: [batchRecord],
  }),
  openaiCase({
    name: 'keeps a batch that is not done as pending, also when it is retrieved',
    needs: 'batches',
    async act({ client }) {
      const { id } = await client.batches.create(batchBody);
      return client.batches.retrieve(String(id));
    },
    records: [{ ...pendingRecord, operation: 'batches', responseId: /^batch_/ }],
  }),
  openaiCase({
    name: 'keeps one row of a batch that is cancelled',
    needs: 'batches',
    async act({ client }) {
      const { id } = await client.batches.create(batchBody);
      return [await client.batches.cancel(String(id)), await client.batches.retrieve(String(id))];
    },
    records: [{ operation: 'batches', responseId: /^batch_/ }],
  }),
  openaiCase({
    name: 'counts the seconds of a video once, and those of its remix',
    needs: 'videos',
    async act({ client, run }) {
      const created = await run({ teamName: 'search' }, () => client.videos.create(videoBody));
      const polls = await poll(() => client.videos.retrieve(String(created['id'])));
      const remix = await run({ teamName: 'search' }, () =>
        client.videos.remix(String(created['id']), { prompt: 'red' }),
      );
      return { created, polls, remix, remixed: await poll(() => client.videos.retrieve(String(remix['id']))) };
    },
    records: [videoRecord, { ...videoRecord, units: { 'second_output 720x1280': 4 } }],
  }),
  openaiCase({
    name: 'counts the trained tokens of a fine-tuning job once',
    needs: 'fineTuning.jobs',
    async act({ client, run }) {
      const body = { model: 'gpt-4o-mini', training_file: 'file-1' };
      const created = await run({ teamName: 'search' }, () => client.fineTuning.jobs.create(body));
      return { created, polls: await poll(() => client.fineTuning.jobs.retrieve(String(created['id']))) };
    },
    records: [{ ...doneRecord, operation: 'fine_tuning', totalTokens: null, units: { 'custom:trained_token': 5768 } }],
  }),
  openaiCase({
    name: 'counts the tokens of a run of an eval once',
    needs: 'evals',
    async act({ client, run, context }) {
      const created = await run({ teamName: 'search' }, () => client.evals.runs.create('eval_1', { data_source: {} }));
      const id = String(created['id']);
      const retrieve = () =>
        context.major < 5
          ? client.evals.runs.retrieve('eval_1', id)
          : client.evals.runs.retrieve(id, { eval_id: 'eval_1' });
      return { created, polls: await poll(retrieve) };
    },
    records: [{ ...doneRecord, operation: 'evals', promptTokens: 120, cachedPromptTokens: 64, completionTokens: 30 }],
  }),
  openaiCase({
    name: 'counts the models that a grader asked',
    needs: 'fineTuning.alpha.graders',
    act: ({ client }) =>
      client.fineTuning.alpha.graders.run({
        grader: { type: 'score_model', name: 'score', model: 'gpt-4o', input: [{ role: 'user', content: 'score it' }] },
        model_sample: 'forty-two',
      }),
    records: [
      {
        operation: 'graders',
        model: 'gpt-4o-2024-08-06',
        usageSource: 'reported',
        promptTokens: 120,
        cachedPromptTokens: 64,
        completionTokens: 30,
      },
    ],
  }),
  openaiCase({
    name: 'counts each turn of an agent once, from its stream, alone and in a list, and never its session',
    needs: 'beta.agents.sessions.turns',
    async act({ client }) {
      const sessions = client.beta.agents?.sessions;
      if (sessions === undefined) throw new Error('The client has no beta.agents.sessions.');
      const session = await sessions.create({ agent_id: 'agent_1', input: 'go' });
      const stream = await collect(await sessions.events.stream('sess_1'));
      const turns: unknown[] = [];
      for await (const turn of sessions.turns.list('sess_1')) turns.push(turn);
      return {
        session: [session, await sessions.retrieve('sess_1'), await sessions.update('sess_1', { metadata: {} })],
        stream,
        turns,
        turn: await sessions.turns.retrieve('turn_1', { session_id: 'sess_1' }),
        unfinished: await sessions.turns.retrieve('new', { session_id: 'sess_1' }),
      };
    },
    records: ['turn_1', 'turn_2'].map((responseId) => ({
      operation: 'turns',
      responseId,
      promptTokens: 120,
      completionTokens: 30,
    })),
  }),
];

/** Asks often enough for every job to be done, and twice more. */
async function poll(retrieve: () => Promise<unknown>): Promise<unknown[]> {
  const polls: unknown[] = [];
  for (let count = 0; count < 4; count += 1) polls.push(await retrieve());
  return polls;
}
