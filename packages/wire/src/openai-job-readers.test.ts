import type { UsageReader } from '@llm-tracker/core/plugin';
import { describe, expect, it } from 'vitest';
import { openaiBatchReader } from './openai-batch-reader.ts';
import { openaiBatchResultReader } from './openai-batch-result-reader.ts';
import { openaiDecisionReader } from './openai-decision-reader.ts';
import { openaiEvalRunReader } from './openai-eval-run-reader.ts';
import { openaiFineTuningReader } from './openai-fine-tuning-reader.ts';
import { openaiGraderReader } from './openai-grader-reader.ts';
import { openaiModerationReader } from './openai-moderation-reader.ts';
import { openaiRunReader } from './openai-run-reader.ts';
import { openaiTurnReader } from './openai-turn-reader.ts';
import { openaiVideoReader } from './openai-video-reader.ts';

const createdAtSeconds = 1_763_900_000;
const createdAt = new Date(createdAtSeconds * 1000);

function read(reader: UsageReader, part: unknown) {
  const finished = reader.push(part);
  return { finished, usage: reader.result() };
}

function job(id: string, members: object): object {
  return { id, created_at: createdAtSeconds, model: 'gpt-4o-2024-08-06', status: 'completed', ...members };
}

describe('readers of what is worked on in the background', () => {
  it.each<[string, () => UsageReader, string, object]>([
    ['a batch', openaiBatchReader, 'openai:batch:id_1', { status: 'validating' }],
    ['a video', openaiVideoReader, 'openai:video:id_1', { status: 'queued', seconds: '8', size: '720x1280' }],
    ['a run', openaiRunReader, 'openai:run:id_1', { object: 'thread.run', status: 'requires_action', usage: null }],
    ['a turn', openaiTurnReader, 'openai:turn:id_1', { status: 'in_progress', usage: null }],
    [
      'a fine-tuning job',
      openaiFineTuningReader,
      'openai:fine-tuning:id_1',
      { status: 'running', trained_tokens: null },
    ],
    ['a run of an eval', openaiEvalRunReader, 'openai:eval-run:id_1', { status: 'queued', per_model_usage: null }],
  ])('report %s that is not finished as pending under its id', (_name, createReader, dedupeKey, members) => {
    const { finished, usage } = read(createReader(), job('id_1', members));
    expect(finished).toBe(false);
    expect(usage).toMatchObject({ dedupeKey, createdAt, usageSource: 'pending', responseId: 'id_1', items: [] });
  });

  it('read the sum of a batch when it has ended', () => {
    const usage = {
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 300 },
      output_tokens: 200,
      output_tokens_details: { reasoning_tokens: 50 },
      total_tokens: 1200,
    };
    expect(read(openaiBatchReader(), job('batch_1', { usage }))).toEqual({
      finished: true,
      usage: {
        model: 'gpt-4o-2024-08-06',
        responseId: 'batch_1',
        serviceTier: 'batch',
        priceContext: { batch: 'true', largestPrompt: 'unknown' },
        dedupeKey: 'openai:batch:batch_1',
        createdAt,
        items: [
          { unit: 'input_cache_read', quantity: 300 },
          { unit: 'input', quantity: 700 },
          { unit: 'output_reasoning', quantity: 50 },
          { unit: 'output', quantity: 150 },
        ],
        promptTokens: 1000,
        completionTokens: 200,
      },
    });
  });

  it('read the seconds of a video that was made, and none of one that failed', () => {
    const made = read(openaiVideoReader(), job('video_1', { seconds: '8', size: '720x1280' }));
    expect(made.usage?.items).toEqual([{ unit: 'second_output', quantity: 8, variant: '720x1280' }]);
    const failed = read(openaiVideoReader(), job('video_1', { status: 'failed', seconds: '8' }));
    expect(failed).toMatchObject({ finished: true, usage: { items: [] } });
  });

  it('read a run by the object itself, not by its steps', () => {
    const usage = { prompt_tokens: 70, completion_tokens: 7, total_tokens: 77 };
    const reader = openaiRunReader();
    expect(reader.push(job('step_1', { object: 'thread.run.step', usage }))).toBe(false);
    expect(reader.result()).toBeNull();
    expect(reader.push(job('run_1', { object: 'thread.run', usage }))).toBe(true);
    expect(reader.result()).toMatchObject({ dedupeKey: 'openai:run:run_1', promptTokens: 70, completionTokens: 7 });
  });

  it('read a turn from the event that ends it', () => {
    const usage = { input_tokens: 70, output_tokens: 7, total_tokens: 77 };
    const turn = job('turn_1', { usage: null });
    const { usage: reported } = read(openaiTurnReader(), { type: 'agent.session.turn.completed', turn, usage });
    expect(reported).toMatchObject({ dedupeKey: 'openai:turn:turn_1', promptTokens: 70, completionTokens: 7 });
  });

  it('read the tokens that a fine-tuning job trained on', () => {
    const { usage } = read(openaiFineTuningReader(), job('ftjob_1', { status: 'succeeded', trained_tokens: 5768 }));
    expect(usage?.items).toEqual([{ unit: 'custom:trained_token', quantity: 5768 }]);
  });

  it("read every model's part in a run of an eval", () => {
    const perModelUsage = [
      { model_name: 'gpt-4o-2024-08-06', prompt_tokens: 10, cached_tokens: 4, completion_tokens: 5, total_tokens: 15 },
      { model_name: 'o3', prompt_tokens: 20, cached_tokens: 0, completion_tokens: 6, total_tokens: 26 },
    ];
    const { usage } = read(openaiEvalRunReader(), job('evalrun_1', { per_model_usage: perModelUsage }));
    expect(usage?.items).toEqual([
      { unit: 'input_cache_read', quantity: 4 },
      { unit: 'input', quantity: 6 },
      { unit: 'output', quantity: 5 },
      { unit: 'input', quantity: 20, model: 'o3' },
      { unit: 'output', quantity: 6, model: 'o3' },
    ]);
  });
});

describe('openaiBatchResultReader', () => {
  function line(body: object): object {
    return {
      id: 'batch_req_1',
      custom_id: 'row-1',
      response: { status_code: 200, request_id: 'req_1', body },
      error: null,
    };
  }

  it.each([
    ['a chat', { object: 'chat.completion', usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } }],
    ['a response', { object: 'response', usage: { input_tokens: 9, output_tokens: 3, total_tokens: 12 } }],
  ])('reads the line of %s under the id of its request, at the price of batches', (_name, body) => {
    const { usage } = read(openaiBatchResultReader(), line({ id: 'answer_1', model: 'gpt-4o', ...body }));
    expect(usage).toMatchObject({
      model: 'gpt-4o',
      dedupeKey: 'openai:batch-request:batch_req_1',
      providerRequestId: 'req_1',
      serviceTier: 'batch',
      priceContext: { batch: 'true' },
      promptTokens: 9,
      completionTokens: 3,
    });
  });

  it('reports nothing of a request that failed', () => {
    const body = { error: { message: 'no' } };
    expect(read(openaiBatchResultReader(), line(body)).usage).toBeNull();
  });
});

describe('readers of small endpoints', () => {
  it('mark decisions, whose endpoint has prices of its own', () => {
    const usage = { input_tokens: 50, output_tokens: 4, total_tokens: 54 };
    const decision = { model: 'gpt-6-luna', answers: [], usage };
    expect(read(openaiDecisionReader(), decision).usage).toMatchObject({
      model: 'gpt-6-luna',
      priceContext: { operation: 'decisions' },
      promptTokens: 50,
      completionTokens: 4,
    });
  });

  it("read every model's part in a grading, and none where mere code graded", () => {
    const usage = { prompt_tokens: 190, total_tokens: 324, completion_tokens: 134, cached_tokens: 60 };
    const graded = {
      reward: 1,
      metadata: { name: 'score', type: 'multi', token_usage: 648, sampled_model_name: 'gpt-4o-2024-08-06' },
      model_grader_token_usage_per_model: { 'gpt-4o-2024-08-06': usage, o3: usage },
    };
    expect(read(openaiGraderReader(), graded).usage).toEqual({
      model: 'gpt-4o-2024-08-06',
      priceContext: { largestPrompt: 'unknown' },
      promptTokens: 380,
      completionTokens: 268,
      items: [
        { unit: 'input_cache_read', quantity: 60 },
        { unit: 'input', quantity: 130 },
        { unit: 'output', quantity: 134 },
        { unit: 'input_cache_read', quantity: 60, model: 'o3' },
        { unit: 'input', quantity: 130, model: 'o3' },
        { unit: 'output', quantity: 134, model: 'o3' },
      ],
    });
    const code = { reward: 1, metadata: { sampled_model_name: null }, model_grader_token_usage_per_model: {} };
    expect(read(openaiGraderReader(), code).usage).toBeNull();
  });

  it("leave the usage of an agent's session, which sums up its turns", () => {
    const session = {
      id: 'sess_1',
      object: 'agent.session',
      status: 'idle',
      usage: { input_tokens: 9, output_tokens: 3 },
    };
    expect(read(openaiTurnReader(), session).usage).toBeNull();
  });

  it('count a moderation as one request', () => {
    const answer = { id: 'modr-1', model: 'omni-moderation-2024-09-26', results: [] };
    expect(read(openaiModerationReader(), answer).usage).toEqual({
      model: 'omni-moderation-2024-09-26',
      responseId: 'modr-1',
      items: [{ unit: 'request', quantity: 1 }],
    });
  });
});
