import type { JsonObject } from '../wire-format.ts';
import type { BedrockRoute } from './bedrock-route.ts';

/** POST /async-invoke, and the GETs that follow it, which cost nothing. The same client token always names the same invocation. */
export function createBedrockAsyncInvoke(): BedrockRoute {
  const invocations = new Map<string, JsonObject>();
  return ([resource, arn], request, context) => {
    if (resource !== 'async-invoke') return null;
    if (request.method === 'POST') {
      const token = String(request.json['clientRequestToken'] ?? context.nextId());
      const known = invocations.get(token) ?? {
        invocationArn: `arn:aws:bedrock:us-east-1:123456789012:async-invoke/${context.nextId()}`,
        modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${String(request.json['modelId'])}`,
        status: 'Completed',
        submitTime: new Date(context.createdSeconds * 1000).toISOString(),
        outputDataConfig: request.json['outputDataConfig'],
      };
      invocations.set(token, known);
      return { status: 200, body: { invocationArn: known['invocationArn'] } };
    }
    const all = [...invocations.values()];
    if (arn === undefined) return { status: 200, body: { asyncInvokeSummaries: all } };
    const found = all.find((invocation) => invocation['invocationArn'] === arn);
    return found === undefined ? null : { status: 200, body: found };
  };
}
