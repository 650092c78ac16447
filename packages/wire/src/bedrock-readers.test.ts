import type { UsageReader } from '@llm-tracker/core/plugin';
import { describe, expect, it } from 'vitest';
import { bedrockAsyncInvokeReader } from './bedrock-async-invoke-reader.ts';
import { bedrockConverseReader } from './bedrock-converse-reader.ts';
import { bedrockGuardrailReader } from './bedrock-guardrail-reader.ts';
import { bedrockInvokeReader } from './bedrock-invoke-reader.ts';
import { bedrockSonicReader } from './bedrock-sonic-reader.ts';

function read(reader: UsageReader, ...parts: unknown[]) {
  for (const part of parts) reader.push(part);
  return reader.result();
}

const tokenUsage = {
  inputTokens: 100,
  outputTokens: 300,
  totalTokens: 10_400,
  cacheReadInputTokens: 1000,
  cacheWriteInputTokens: 9000,
  cacheDetails: [
    { ttl: '1h', inputTokens: 6000 },
    { ttl: '5m', inputTokens: 3000 },
  ],
};

const tokenItems = [
  { unit: 'input', quantity: 100 },
  { unit: 'input_cache_read', quantity: 1000 },
  { unit: 'input_cache_write_1h', quantity: 6000 },
  { unit: 'input_cache_write', quantity: 3000 },
  { unit: 'output', quantity: 300 },
];

describe('bedrockConverseReader', () => {
  it('reads an answer: caches beside the input, writes by lifetime', () => {
    const output = { usage: tokenUsage, serviceTier: { type: 'flex' }, performanceConfig: { latency: 'optimized' } };
    expect(read(bedrockConverseReader(), output)).toEqual({
      serviceTier: 'flex',
      priceContext: { latency: 'optimized' },
      items: tokenItems,
      promptTokens: 10_100,
      completionTokens: 300,
    });
  });

  it('reads the last event of a stream', () => {
    const reader = bedrockConverseReader();
    expect(reader.push({ messageStart: { role: 'assistant' } })).toBe(false);
    expect(reader.push({ metadata: { usage: tokenUsage, metrics: { latencyMs: 10 } } })).toBe(true);
    expect(reader.result()?.items).toEqual(tokenItems);
  });

  it('names the model that a prompt router chose, and sums the units of every guardrail', () => {
    const assessment = (usage: object) => ({ invocationMetrics: { usage } });
    const trace = {
      promptRouter: { invokedModelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' },
      guardrail: {
        inputAssessment: {
          gr1: assessment({ topicPolicyUnits: 1, contentPolicyUnits: 2, automatedReasoningPolicies: 1 }),
        },
        outputAssessments: { gr1: [assessment({ topicPolicyUnits: 2 }), assessment({ contentPolicyUnits: 3 })] },
      },
    };
    const result = read(bedrockConverseReader(), { usage: { inputTokens: 1, outputTokens: 2 }, trace });
    expect(result?.model).toBe('us.anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(result?.items.slice(2)).toEqual([
      { unit: 'guardrail_unit', quantity: 3, variant: 'topicPolicyUnits' },
      { unit: 'guardrail_unit', quantity: 5, variant: 'contentPolicyUnits' },
    ]);
  });
});

describe('bedrockGuardrailReader', () => {
  it('reads the units of guardrails called by themselves', () => {
    const applied = { usage: { topicPolicyUnits: 1, wordPolicyUnits: 0, contentPolicyUnits: 2 }, action: 'NONE' };
    expect(read(bedrockGuardrailReader(), applied)?.items).toEqual([
      { unit: 'guardrail_unit', quantity: 1, variant: 'topicPolicyUnits' },
      { unit: 'guardrail_unit', quantity: 2, variant: 'contentPolicyUnits' },
    ]);
    const checked = { usage: { contentFilter: { textUnits: 4 }, promptAttack: undefined } };
    expect(read(bedrockGuardrailReader(), checked)?.items).toEqual([
      { unit: 'guardrail_unit', quantity: 4, variant: 'contentFilter' },
    ]);
  });
});

describe('bedrockInvokeReader', () => {
  const tokens = [
    { unit: 'input', quantity: 25 },
    { unit: 'output', quantity: 7 },
  ];

  it.each<[string, object]>([
    ['Claude', { type: 'message', model: 'claude-sonnet-4-6', usage: { input_tokens: 25, output_tokens: 7 } }],
    ['Nova', { output: {}, usage: { inputTokens: 25, outputTokens: 7, totalTokens: 32 } }],
    ['gpt-oss', { choices: [{}], usage: { prompt_tokens: 25, completion_tokens: 7, total_tokens: 32 } }],
    ['Llama', { generation: 'Hi', prompt_token_count: 25, generation_token_count: 7 }],
    ['Titan', { inputTextTokenCount: 25, results: [{ tokenCount: 7, outputText: 'Hi' }] }],
    ['Cohere', { text: 'Hi', meta: { billed_units: { input_tokens: 25, output_tokens: 7 } } }],
  ])('reads the body of %s', (_family, body) => {
    expect(read(bedrockInvokeReader(), body)?.items).toEqual(tokens);
  });

  it('reads cache counts of Nova under the names of its bodies', () => {
    const usage = { inputTokens: 25, outputTokens: 7, cacheReadInputTokenCount: 30, cacheWriteInputTokenCount: 40 };
    expect(read(bedrockInvokeReader(), { usage })?.items).toEqual([
      { unit: 'input', quantity: 25 },
      { unit: 'input_cache_read', quantity: 30 },
      { unit: 'input_cache_write', quantity: 40 },
      { unit: 'output', quantity: 7 },
    ]);
  });

  it('keeps what earlier chunks of a stream said when later ones leave it out', () => {
    const chunks = [
      { generation: 'H', prompt_token_count: 25, generation_token_count: 1 },
      { generation: 'i', prompt_token_count: null, generation_token_count: 7 },
    ];
    expect(read(bedrockInvokeReader(), ...chunks)?.items).toEqual(tokens);
  });

  it('takes the counts in the headers when the body has none, and what the headers name beside it', () => {
    const headers = {
      'x-amzn-bedrock-input-token-count': '640',
      'x-amzn-bedrock-output-token-count': '7',
      'x-amzn-bedrock-service-tier': 'priority',
    };
    expect(read(bedrockInvokeReader(), headers, { outputs: [{ text: 'Hi' }] })).toEqual({
      serviceTier: 'priority',
      items: [
        { unit: 'input', quantity: 640 },
        { unit: 'output', quantity: 7 },
      ],
      promptTokens: 640,
      completionTokens: 7,
    });
    const body = { type: 'message', usage: { input_tokens: 25, output_tokens: 7, cache_read_input_tokens: 615 } };
    expect(read(bedrockInvokeReader(), headers, body)).toMatchObject({ serviceTier: 'priority', promptTokens: 640 });
    expect(read(bedrockInvokeReader(), headers, body)?.items).toContainEqual({ unit: 'input', quantity: 25 });
  });

  it("takes the invocation metrics of a stream's last chunk when no other chunk has counts", () => {
    const metrics = { inputTokenCount: 25, outputTokenCount: 7, cacheReadInputTokenCount: 5, invocationLatency: 400 };
    const last = { outputs: [], 'amazon-bedrock-invocationMetrics': metrics };
    expect(read(bedrockInvokeReader(), { outputs: [{ text: 'Hi' }] }, last)?.items).toEqual([
      { unit: 'input', quantity: 25 },
      { unit: 'input_cache_read', quantity: 5 },
      { unit: 'output', quantity: 7 },
    ]);
  });

  it("reads Claude's events and ends with their last", () => {
    const reader = bedrockInvokeReader();
    const message = { id: 'msg_1', model: 'claude-sonnet-4-6', usage: { input_tokens: 25, output_tokens: 1 } };
    reader.push({ type: 'message_start', message });
    reader.push({ type: 'message_delta', usage: { output_tokens: 7 } });
    const metrics = { inputTokenCount: 25, outputTokenCount: 7 };
    expect(reader.push({ type: 'message_stop', 'amazon-bedrock-invocationMetrics': metrics })).toBe(true);
    expect(reader.result()).toMatchObject({ responseId: 'msg_1', items: tokens });
  });

  it('counts hundreds of documents ranked, and images by what was asked for', () => {
    const ranked = { results: [{ index: 0, relevance_score: 0.9 }] };
    expect(read(bedrockInvokeReader({ documents: 180 }), ranked)?.items).toEqual([
      { unit: 'custom:query', quantity: 2 },
    ]);
    expect(read(bedrockInvokeReader({ imageVariant: '1024x1024/premium' }), { images: ['AA', 'BB'] })?.items).toEqual([
      { unit: 'image', quantity: 2, variant: '1024x1024/premium' },
    ]);
  });
});

describe('bedrockAsyncInvokeReader', () => {
  const answer = { invocationArn: 'arn:aws:bedrock:us-east-1:123456789012:async-invoke/abc' };

  it('counts the seconds of video asked for once per invocation', () => {
    expect(read(bedrockAsyncInvokeReader({ seconds: 6, size: '1280x720' }), answer)).toEqual({
      responseId: answer.invocationArn,
      dedupeKey: `bedrock:invocation:${answer.invocationArn}`,
      items: [{ unit: 'second_output', quantity: 6, variant: '1280x720' }],
    });
  });

  it('claims no usage that the request does not state', () => {
    expect(read(bedrockAsyncInvokeReader(), answer)?.items).toEqual([]);
  });
});

describe('bedrockSonicReader', () => {
  it('takes the last of the running totals', () => {
    const event = (speechTokens: number) => ({
      event: {
        usageEvent: {
          details: { total: { input: { speechTokens, textTokens: 20 }, output: { speechTokens: 30, textTokens: 4 } } },
        },
      },
    });
    expect(read(bedrockSonicReader(), event(5), event(50))?.items).toEqual([
      { unit: 'input', quantity: 20 },
      { unit: 'input_audio', quantity: 50 },
      { unit: 'output', quantity: 4 },
      { unit: 'output_audio', quantity: 30 },
    ]);
  });
});
