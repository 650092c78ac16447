export { ClickHouseAdapter, type ClickHouseAdapterOptions } from '@llm-tracker/adapter-clickhouse';
export { MongoAdapter, type MongoAdapterOptions } from '@llm-tracker/adapter-mongodb';
export { MySQLAdapter, type MySQLAdapterOptions } from '@llm-tracker/adapter-mysql';
export { PostgresAdapter, type PostgresAdapterOptions } from '@llm-tracker/adapter-postgres';
export { SqliteAdapter, type SqliteAdapterOptions } from '@llm-tracker/adapter-sqlite';
export { TypeORMAdapter, type TypeORMAdapterOptions } from '@llm-tracker/adapter-typeorm';
export {
  type Attribution,
  type BreakdownQuery,
  type BreakdownRow,
  CallDeniedError,
  type CallQuery,
  ClosedError,
  ConfigurationError,
  type Cost,
  type CostStatus,
  type CustomPrice,
  type DeliveryBalance,
  type Explanation,
  type GroupKey,
  type LineItem,
  LlmTrackerError,
  MemoryAdapter,
  openDatabase,
  type PriceInput,
  type PricingOptions,
  type RecordDetails,
  type RecordInput,
  type RecordOrigin,
  type RepriceReport,
  type RetryOptions,
  requestIdFor,
  StorageError,
  type Tracker,
  type TrackerEvent,
  type TrackerHealth,
  type TrackerOptions,
  type TrackerPlugin,
  UnsupportedOperationError,
  type UsageDatabase,
  type UsageItem,
  type UsageSource,
  type UsageTotals,
  type UsageUnit,
  type WriteContext,
} from '@llm-tracker/core';
export type {
  BedrockAccess,
  BedrockChatAnswer,
  BedrockChatInput,
  BedrockChatPiece,
  BedrockMessage,
} from './bedrock-access.ts';
export type { GeminiAccess } from './gemini-access.ts';
export { LLMTrackerSDK } from './llm-tracker-sdk.ts';
export { DatabaseAdapter, StatsFilter, TrackingData, UsageStats } from './named-types.ts';
export type { ApiKeys, AzureKey, BedrockKey, LLMTrackerSDKOptions } from './sdk-options.ts';
