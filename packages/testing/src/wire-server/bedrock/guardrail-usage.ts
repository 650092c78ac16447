import type { JsonObject } from '../wire-format.ts';

/** Units of every policy, as an applied guardrail reports them. */
export const guardrailUsage: JsonObject = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 2,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 1,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};

const assessment: JsonObject = {
  invocationMetrics: {
    guardrailProcessingLatency: 20,
    usage: guardrailUsage,
    guardrailCoverage: { textCharacters: { guarded: 20, total: 20 } },
  },
};

/** The trace of a conversation whose guardrail looked at both sides of it. */
export const guardrailTrace: JsonObject = {
  inputAssessment: { 'gr-1': assessment },
  outputAssessments: { 'gr-1': [assessment] },
};
