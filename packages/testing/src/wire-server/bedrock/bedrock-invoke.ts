import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { bedrockRefusal } from './bedrock-errors.ts';
import type { BedrockRoute } from './bedrock-route.ts';
import { bedrockStream } from './bedrock-stream.ts';
import { countHeaders, invocationMetrics } from './bedrock-usage.ts';
import { familyOf } from './model-families.ts';

/** POST /model/{id}/invoke, /invoke-with-response-stream and /invoke-with-bidirectional-stream, in the body format of the model's family. */
export const bedrockInvoke: BedrockRoute = (segments, request, context) => {
  const [resource, modelId = '', action] = segments;
  if (resource !== 'model' || request.method !== 'POST') return null;
  if (action === 'invoke-with-bidirectional-stream') return bedrockStream(sonicEvents(context));
  if (action !== 'invoke' && action !== 'invoke-with-response-stream') return null;
  const family = familyOf(modelId);
  const { json } = request;
  if (family.refuses?.(json) === true) return bedrockRefusal({ status: 400, message: 'Malformed input request.' });
  const usage = family.usageOf(json, context);
  const tier = request.headers['x-amzn-bedrock-service-tier'];
  const latency = request.headers['x-amzn-bedrock-performanceconfig-latency'];
  const served = {
    ...(tier === undefined ? {} : { 'x-amzn-bedrock-service-tier': tier }),
    ...(latency === undefined ? {} : { 'x-amzn-bedrock-performanceconfig-latency': latency }),
  };
  if (action === 'invoke') {
    return { status: 200, headers: { ...countHeaders(usage), ...served }, body: family.bodyOf(modelId, json, context) };
  }
  const chunks = chunksOf(family.eventsOf(modelId, json, context), invocationMetrics(usage));
  return bedrockStream(chunks, { 'x-amzn-bedrock-content-type': 'application/json', ...served });
};

/** Bedrock puts its own counts into the last chunk, whatever the family. */
function* chunksOf(events: Iterable<JsonObject>, metrics: JsonObject): Generator<WireEvent> {
  let held: JsonObject | undefined;
  for (const data of events) {
    if (held !== undefined) yield { event: 'chunk', data: held };
    held = data;
  }
  yield { event: 'chunk', data: { ...held, ...metrics } };
}

/** A short session of Nova Sonic, whose usage events repeat the running total. */
function* sonicEvents(context: AnswerContext): Generator<WireEvent> {
  const sessionId = context.nextId();
  const chunk = (event: JsonObject): WireEvent => ({ event: 'chunk', data: { event } });
  yield chunk({ completionStart: { sessionId } });
  for (const share of [1, 2]) {
    yield chunk({ audioOutput: { sessionId, content: 'UklGRg==' } });
    yield chunk({ usageEvent: sonicUsage(sessionId, share) });
  }
  yield chunk({ completionEnd: { sessionId, stopReason: 'END_TURN' } });
}

function sonicUsage(sessionId: string, share: number): JsonObject {
  const input = { speechTokens: 40 * share, textTokens: 20 * share };
  const output = { speechTokens: 10 * share, textTokens: 5 * share };
  return {
    sessionId,
    totalInputTokens: 60 * share,
    totalOutputTokens: 15 * share,
    totalTokens: 75 * share,
    details: { delta: { input, output }, total: { input, output } },
  };
}
