export { createTracker } from './create-tracker.ts';
export {
  CallDeniedError,
  ClosedError,
  ConfigurationError,
  LlmTrackerError,
  StorageError,
  UnsupportedOperationError,
} from './errors.ts';
export { openDatabase } from './open-database.ts';
export type {
  CallDetails,
  CallInfo,
  CallStart,
  ObservedCall,
  ObserveOptions,
  ReportedUsage,
  SettledListener,
  TrackerHost,
  TrackerPlugin,
  UsageReader,
} from './plugin.ts';
export { createPriceBook, type PriceBookOptions } from './pricing/create-price-book.ts';
export type { PriceBook } from './pricing/price-book.ts';
export type { PriceContext } from './pricing/price-context.ts';
export type {
  Attribution,
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  ConnectOptions,
  CostStatus,
  DatabaseAdapter,
  GroupKey,
  LineItem,
  RecordDetails,
  RecordOrigin,
  StatsFilter,
  TrackingData,
  UsageItem,
  UsageSource,
  UsageStats,
  UsageTotals,
  UsageUnit,
  WriteContext,
} from './record.ts';
export { MemoryAdapter } from './storage/memory-adapter.ts';
export { requestIdFor } from './storage/request-id.ts';
export type {
  Cost,
  CustomPrice,
  DeliveryBalance,
  Explanation,
  OpenDatabaseOptions,
  PriceInput,
  PricingOptions,
  RecordInput,
  RepriceReport,
  RetryOptions,
  Tracker,
  TrackerEvent,
  TrackerHealth,
  TrackerOptions,
  UsageDatabase,
} from './tracker.ts';
