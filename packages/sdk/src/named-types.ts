import type {
  DatabaseAdapter as CoreDatabaseAdapter,
  StatsFilter as CoreStatsFilter,
  TrackingData as CoreTrackingData,
  UsageStats as CoreUsageStats,
} from '@llm-tracker/core';

// A tool that only strips types keeps `import { DatabaseAdapter }` as it stands, and Node refuses to load what is not there.
// docs/decisions/0008-types-that-can-be-imported-as-values.md

/** A database: the interface that a custom adapter implements. The value of this name means nothing. */
export type DatabaseAdapter = CoreDatabaseAdapter;
export const DatabaseAdapter: undefined = undefined;

/** One stored row. The value of this name means nothing. */
export type TrackingData = CoreTrackingData;
export const TrackingData: undefined = undefined;

/** Which rows are counted. The value of this name means nothing. */
export type StatsFilter = CoreStatsFilter;
export const StatsFilter: undefined = undefined;

/** The eight numbers. The value of this name means nothing. */
export type UsageStats = CoreUsageStats;
export const UsageStats: undefined = undefined;
