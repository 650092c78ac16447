import type { UsageReader } from '@llm-tracker/core/plugin';
import { addModelUsage } from './add-model-usage.ts';
import { isObject, readId, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['metadata', 'model_grader_token_usage_per_model'];

/** Reads the run of a grader: the tokens of the models that graded; none for one that is mere code. https://platform.openai.com/docs/api-reference/graders/run */
export function openaiGraderReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const run = readObject<'metadata' | 'model_grader_token_usage_per_model'>(part);
      const perModel = run.model_grader_token_usage_per_model;
      const models = Object.entries(isObject(perModel) ? perModel : {});
      const graders = models.filter(([model]) => readId(model) !== undefined);
      report.identify({
        model: readObject<'sampled_model_name'>(run.metadata).sampled_model_name ?? graders[0]?.[0],
      });
      report.clearItems();
      for (const [model, usage] of graders) {
        // The sum of requests whose sizes nobody tells.
        report.addContext('largestPrompt', 'unknown');
        addModelUsage(report, model, usage);
      }
      return true;
    },
    result: () => report.build(),
  };
}
