import type { TrackingData } from '../record.ts';
import type { ReportEvent } from '../report-event.ts';

const maxModels = 100;

/** Which models were met without a price. */
export interface UnpricedModels {
  /** Looks at a finished record; the first of each model raises an `unpriced_model` event. */
  note(record: TrackingData): void;
  /** `provider/model`, in the order in which they were met; at most 100. */
  models(): string[];
}

/** Makes the list of one tracker. */
export function createUnpricedModels(report: ReportEvent): UnpricedModels {
  const models = new Set<string>();
  return {
    note(record) {
      if (record.costStatus !== 'unpriced') return;
      const name = `${record.provider}/${record.model}`;
      if (models.has(name) || models.size >= maxModels) return;
      models.add(name);
      report({
        type: 'unpriced_model',
        level: 'warning',
        message: `No price is known for ${name}: its calls are recorded without a cost. Add it to customPricing; the stored usage can be priced later.`,
        details: { provider: record.provider, model: record.model, reason: record.details.costReason ?? null },
      });
    },
    models: () => [...models],
  };
}
