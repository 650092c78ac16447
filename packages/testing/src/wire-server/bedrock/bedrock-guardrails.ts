import type { BedrockRoute } from './bedrock-route.ts';
import { guardrailUsage } from './guardrail-usage.ts';

/** POST /guardrail/{id}/version/{version}/apply and /guardrail-checks/invoke. */
export const bedrockGuardrails: BedrockRoute = (segments, request) => {
  if (request.method !== 'POST') return null;
  const [resource, ...rest] = segments;
  if (resource === 'guardrail-checks' && rest[0] === 'invoke') {
    const results = { contentFilter: { results: [] } };
    return { status: 200, body: { results, usage: { contentFilter: { textUnits: 3 } } } };
  }
  if (resource !== 'guardrail' || rest[3] !== 'apply') return null;
  return {
    status: 200,
    body: {
      usage: guardrailUsage,
      action: 'NONE',
      outputs: [],
      assessments: [],
      guardrailCoverage: { textCharacters: { guarded: 20, total: 20 } },
    },
  };
};
