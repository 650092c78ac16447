// Two adapters as users write them: with what is required, and with two of the optional members.
import type { DatabaseAdapter, StatsFilter, TrackingData, UsageStats } from '@llm-tracker/core';

/** Keeps rows in an array: three methods are an adapter. */
export class OwnAdapter implements DatabaseAdapter {
  readonly rows: TrackingData[] = [];

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  async save(data: TrackingData): Promise<void> {
    this.rows.push(data);
  }
}

/** Saves whole batches and answers `getStats` itself. */
export class OwnBatchAdapter extends OwnAdapter {
  readonly batches: number[] = [];
  readonly filters: StatsFilter[] = [];

  async saveBatch?(data: TrackingData[]): Promise<void> {
    this.batches.push(data.length);
    this.rows.push(...data);
  }

  async getStats?(filter: StatsFilter): Promise<UsageStats> {
    this.filters.push(filter);
    return {
      totalRequests: this.rows.length,
      successfulRequests: this.rows.length,
      failedRequests: 0,
      totalTokens: 0,
      totalPromptTokens: 0,
      totalCompletionTokens: 0,
      totalCostUsd: 0,
      avgLatencyMs: 0,
    };
  }
}
