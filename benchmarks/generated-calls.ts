import { requestIdFor, type TrackingData } from '@llm-tracker/core';

const firstMs = Date.UTC(2026, 0, 1);

/** The nth of some calls that are spread over a time, as a busy app would make them: 30 projects, 40 models, latencies up to 5 s. */
export function generatedCall(index: number, count: number, spanMs: number): TrackingData {
  const timestamp = new Date(firstMs + Math.floor((index * spanMs) / count));
  const input = 200 + ((index * 7919) % 3000);
  const output = 20 + ((index * 104_729) % 900);
  const pico = BigInt(input) * 2_500_000n + BigInt(output) * 10_000_000n;
  const costUsdExact = `0.${String(pico).padStart(12, '0').replace(/0+$/, '')}`;
  const latencyMs = 200 + ((index * 31) % 4800);
  const hasFailed = index % 50 === 0;
  return {
    requestId: requestIdFor(`call ${index}`, timestamp),
    revision: 1,
    origin: 'call',
    callCount: 1,
    projectName: `project-${(index * index) % 30}`,
    teamName: `team-${index % 8}`,
    userId: `user-${index % 5000}`,
    sessionId: null,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    tags: { feature: `feature-${index % 12}`, environment: 'production' },
    provider: 'openai',
    operation: 'chat',
    model: `model-${index % 40}`,
    requestedModel: `model-${index % 40}`,
    serviceTier: 'default',
    region: null,
    timestamp,
    recordedAt: new Date(timestamp.getTime() + latencyMs),
    latencyMs,
    timeToFirstTokenMs: 180,
    success: !hasFailed,
    streamed: true,
    attempts: 1,
    httpStatus: hasFailed ? 500 : 200,
    errorCode: hasFailed ? 'server_error' : null,
    error: null,
    responseId: `chatcmpl-${index.toString(36).padStart(29, 'x')}`,
    providerRequestId: `req_${index.toString(16).padStart(32, '0')}`,
    usageSource: 'reported',
    promptTokens: input,
    completionTokens: output,
    totalTokens: input + output,
    cachedPromptTokens: 128,
    cacheWriteTokens: null,
    reasoningTokens: 0,
    costStatus: 'priced',
    costUsd: Number(costUsdExact),
    costUsdExact,
    priceKey: `model-${index % 40}`,
    priceSnapshot: '2026-11-23-9f2c41d0',
    details: {
      lineItems: [
        { unit: 'input', quantity: input, rateUsd: '0.0000025', amountUsd: '0.0005', rateKey: 'input_cost_per_token' },
        { unit: 'output', quantity: output, rateUsd: '0.00001', amountUsd: '0.002', rateKey: 'output_cost_per_token' },
      ],
    },
  };
}
