import type { ReportedUsage, UsageReader } from '@llm-tracker/core/plugin';
import { describe, expect, it } from 'vitest';
import * as readers from './index.ts';

const chatUsage = {
  prompt_tokens: 90,
  completion_tokens: 30,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 10, audio_tokens: 5, image_tokens: 5 },
  completion_tokens_details: { reasoning_tokens: 9, audio_tokens: 3 },
};
const tokenUsage = {
  input_tokens: 90,
  input_tokens_details: {
    text_tokens: 60,
    audio_tokens: 10,
    image_tokens: 20,
    cached_tokens: 30,
    cached_tokens_details: { text_tokens: 10, audio_tokens: 5, image_tokens: 15 },
    cache_write_tokens: 10,
    cache_write_tokens_details: { ttl_30m_tokens: 4, ttl_12h_tokens: 6 },
  },
  output_tokens: 30,
  output_tokens_details: { reasoning_tokens: 9, text_tokens: 12, image_tokens: 9 },
  total_tokens: 120,
};
const response = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  background: true,
  created_at: 1_763_900_000,
  model: 'gpt-6-sol',
  service_tier: 'default',
  usage: tokenUsage,
  tool_usage: { web_search: { num_requests: 2 }, image_gen: { ...tokenUsage, cached_tokens: 4 } },
  tools: [
    { type: 'image_generation', model: 'gpt-image-2' },
    { type: 'code_interpreter', container: 'cntr_b' },
  ],
  output: [
    { type: 'web_search_call', action: { type: 'search' } },
    { type: 'code_interpreter_call', container_id: 'cntr_a' },
    { type: 'image_generation_call', svg_usage: { model: 'gpt-6-sol', ...tokenUsage, reasoning_tokens: 2 } },
  ],
};
const claudeUsage = {
  input_tokens: 90,
  cache_creation_input_tokens: 50,
  cache_read_input_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 10 },
  output_tokens: 15,
  output_tokens_details: { thinking_tokens: 9 },
  server_tool_use: { web_search_requests: 3 },
  service_tier: 'standard',
  inference_geo: 'us',
  speed: 'fast',
};
const message = {
  id: 'msg_1',
  type: 'message',
  model: 'claude-opus-5',
  usage: {
    ...claudeUsage,
    iterations: [
      { type: 'compaction', ...claudeUsage },
      { type: 'message', model: 'claude-fable-5', ...claudeUsage },
      { type: 'fallback_message', model: 'claude-opus-5', ...claudeUsage },
      { type: 'advisor_message', model: 'claude-opus-5', ...claudeUsage },
    ],
  },
};
const modalities = [
  { modality: 'TEXT', tokenCount: 40 },
  { modality: 'AUDIO', tokenCount: 10 },
  { modality: 'IMAGE', tokenCount: 6 },
];
const content = {
  candidates: [{ groundingMetadata: { webSearchQueries: ['a', 'b'], groundingChunks: [{ web: {} }, { maps: {} }] } }],
  modelVersion: 'gemini-3.6-flash',
  responseId: 'abc',
  usageMetadata: {
    promptTokenCount: 90,
    promptTokensDetails: modalities,
    cachedContentTokenCount: 20,
    cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 3 }],
    toolUsePromptTokenCount: 5,
    candidatesTokenCount: 60,
    candidatesTokensDetails: modalities,
    thoughtsTokenCount: 8,
    totalTokenCount: 163,
    trafficType: 'ON_DEMAND',
  },
};
const converse = {
  usage: {
    inputTokens: 90,
    outputTokens: 30,
    cacheReadInputTokens: 20,
    cacheWriteInputTokens: 50,
    cacheDetails: [{ ttl: '1h', inputTokens: 30 }],
  },
  serviceTier: { type: 'flex' },
  performanceConfig: { latency: 'optimized' },
  trace: { guardrail: { inputAssessment: { a: { invocationMetrics: { usage: { topicPolicyUnits: 2 } } } } } },
};
const job = { id: 'job_1', model: 'gpt-4o', status: 'completed', created_at: 1_763_900_000 };

/** At least one body that every reader understands. */
const bodies: readonly unknown[] = [
  { id: 'chatcmpl-1', model: 'gpt-4o', service_tier: 'flex', choices: [], usage: chatUsage },
  { id: 'chatcmpl-1', model: 'llama', choices: [{}], x_groq: { usage: chatUsage } },
  response,
  { type: 'response.completed', response },
  { type: 'response.done', response },
  { created: 1, size: '1024x1024', usage: tokenUsage, svg_usage: { model: 'gpt-6-sol', ...tokenUsage } },
  { created: 1, size: '1024x1024', data: [{ url: 'https://images.example' }] },
  { type: 'transcript.text.done', usage: { type: 'duration', seconds: 9.5 } },
  { task: 'transcribe', duration: '9.5' },
  { ...job, usage: tokenUsage, seconds: '8', size: '720x1280', trained_tokens: 55 },
  { ...job, object: 'thread.run', usage: chatUsage, per_model_usage: [{ model_name: 'o3', ...chatUsage }] },
  { metadata: { sampled_model_name: 'o3' }, model_grader_token_usage_per_model: { o3: chatUsage } },
  { type: 'agent.session.turn.completed', turn: job, usage: tokenUsage },
  { id: 'batch_req_1', response: { request_id: 'req_1', body: response } },
  message,
  { type: 'message_start', message },
  { type: 'message_delta', usage: claudeUsage },
  { custom_id: 'row-1', result: { type: 'succeeded', message } },
  { id: 'sevt_1', type: 'span.model_request_end', processed_at: '2026-11-23T10:00:00Z', model_usage: claudeUsage },
  { id: 'drm_1', type: 'dream', status: 'completed', created_at: '2026-11-23T10:00:00Z', usage: claudeUsage },
  content,
  { key: 'row-1', response: content },
  { predictions: [{ embeddings: { statistics: { token_count: 6 } } }], metadata: { billableCharacterCount: 35 } },
  {
    name: 'batches/abc',
    done: true,
    model: 'models/gemini-2.5-pro',
    createTime: '2026-11-23T10:00:00Z',
    expireTime: '2026-11-23T11:00:00Z',
    usageMetadata: { totalTokenCount: 1000 },
    metadata: {
      createTime: '2026-11-23T10:00:00Z',
      output: { inlinedResponses: { inlinedResponses: [{ response: content }] } },
    },
  },
  converse,
  { metadata: converse },
  { usage: { topicPolicyUnits: 1, contentFilter: { textUnits: 2 } } },
  { 'x-amzn-bedrock-input-token-count': '640', 'x-amzn-bedrock-service-tier': 'flex' },
  { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 25, outputTokenCount: 7 } },
  { prompt_token_count: 25, generation_token_count: 7 },
  { inputTextTokenCount: 25, results: [{ tokenCount: 7, relevance_score: 1 }], images: ['AA'] },
  { meta: { billed_units: { input_tokens: 25, search_units: 2 } } },
  {
    event: {
      usageEvent: { details: { total: { input: { speechTokens: 1, textTokens: 2 }, output: { textTokens: 3 } } } },
    },
  },
];

const hostile: readonly unknown[] = [
  ...[null, undefined, true, '', '12', '-3', 'x'.repeat(1_000_000), 0, -0, 1, 1.5, -1, 1e9, 2 ** 53, 1e308],
  ...[
    Number.NaN,
    Number.POSITIVE_INFINITY,
    10n,
    Symbol('count'),
    new Date(Number.NaN),
    new Map([['usage', 1]]),
    () => 1,
  ],
  ...[[], {}, [[]], [null, 1], { usage: null }, { length: 3 }, Object.create(null)],
];

/** Mulberry32: the same numbers at every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** A copy in which now and then a value is another, a number has grown, or a member is gone. */
function spoil(random: () => number, value: unknown): unknown {
  if (random() < 0.08) return pick(random, hostile);
  if (typeof value === 'number' && random() < 0.1) return value * 3;
  if (Array.isArray(value)) return value.map((element) => spoil(random, element));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(() => random() > 0.05);
  const rename = (name: string) => (random() < 0.02 ? `${'x'.repeat(1000)}Units` : name);
  return Object.fromEntries(members.map(([name, member]) => [rename(name), spoil(random, member)]));
}

function expectWellFormed(usage: ReportedUsage): void {
  const problems: string[] = [];
  const sums = { input: 0, output: 0 };
  const counted = new Set<string>();
  for (const { unit, quantity, ...origin } of usage.items) {
    const side = unit.startsWith('input') ? 'input' : unit.startsWith('output') ? 'output' : null;
    if (side === null ? !Number.isFinite(quantity) : !Number.isSafeInteger(quantity))
      problems.push(`${unit} ${quantity}`);
    if (quantity < 0 || Object.is(quantity, -0)) problems.push(`${unit} ${quantity}`);
    if (Object.values(origin).some((text) => typeof text !== 'string' || text.length > 512))
      problems.push(`${unit} origin`);
    if (side !== null) sums[side] += quantity;
    if (side !== null) counted.add(side);
  }
  for (const [side, stated] of [
    ['input', usage.promptTokens],
    ['output', usage.completionTokens],
  ] as const) {
    if (stated === undefined && counted.has(side)) problems.push(`${side} has no total`);
    // A contradiction leaves too much; too little would mean that something stated was dropped.
    if (stated !== undefined && sums[side] < stated) problems.push(`${side} sums to ${sums[side]} of ${stated}`);
  }
  const { items: _items, promptTokens: _prompt, completionTokens: _completion, createdAt, ...details } = usage;
  if (createdAt !== undefined && !(createdAt.getTime() > 0)) problems.push('createdAt');
  for (const value of Object.values(details)) {
    for (const text of typeof value === 'object' ? Object.values(value) : [value]) {
      if (typeof text !== 'string' || text.length > 600) problems.push(`a detail is ${typeof text}`);
    }
  }
  expect(problems).toEqual([]);
}

const factories = Object.entries(readers).filter(([name]) => name.endsWith('Reader')) as [
  string,
  (options: object) => UsageReader,
][];
const random = createRandom(20_261_123);
const spoiled = Array.from({ length: 1500 }, () => spoil(random, pick(random, bodies)));

it('keeps a row small and invalid when an answer claims more than any can have', () => {
  const iterations = Array.from({ length: 50_000 }, (_, index) => ({
    type: 'advisor_message',
    model: `model-${index}`,
    input_tokens: 1,
    output_tokens: 1,
  }));
  const reader = readers.anthropicMessageReader();
  reader.push({ type: 'message', usage: { input_tokens: 1, output_tokens: 1, iterations } });
  expect(reader.result()?.items).toHaveLength(200);
  expect(reader.result()?.promptTokens).toBeNaN();
});

describe.each(factories)('%s', (_name, createReader) => {
  it('understands one of the bodies that are spoiled below', () => {
    const usages = bodies.map((body) => {
      const reader = createReader({ seconds: 8, inputCharacters: 12 });
      reader.push(body);
      return reader.result();
    });
    expect(usages.some((usage) => usage !== null && usage.items.length > 0)).toBe(true);
  });

  it('takes any input without throwing, and reports only numbers and names', () => {
    for (const [index, part] of spoiled.entries()) {
      const reader = createReader({ seconds: 8, inputCharacters: 12 });
      reader.push(part);
      if (index % 3 === 0) reader.push(spoiled[(index * 7) % spoiled.length]);
      const usage = reader.result();
      if (usage !== null) expectWellFormed(usage);
      expect(reader.result()).toEqual(usage);
    }
  });
});
