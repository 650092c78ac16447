import type { CallDocument } from './call-document.ts';

/** A stage of a pipeline, a condition, or an expression. */
export type MongoExpression = Readonly<Record<string, unknown>>;

/** What is used of the package `mongodb`, in versions 6 and 7. */
export interface MongoDriver {
  MongoClient: new (uri: string, options: Record<string, unknown>) => MongoClient;
  Decimal128: { fromString(text: string): unknown };
}

/** What is used of its clients. */
export interface MongoClient {
  connect(): Promise<MongoClient>;
  close(): Promise<void>;
  db(name: string): MongoDatabase;
}

/** What is used of its databases. */
export interface MongoDatabase {
  collection(name: string, options: Record<string, unknown>): MongoCollection;
  listCollections(
    filter: { name: string },
    options: { nameOnly: true; authorizedCollections: true },
  ): { toArray(): Promise<unknown[]> };
}

/** What is used of its collections. */
export interface MongoCollection {
  insertMany(documents: CallDocument[], options: { ordered: false }): Promise<unknown>;
  bulkWrite(
    operations: { replaceOne: { filter: MongoExpression; replacement: CallDocument } }[],
    options: { ordered: false },
  ): Promise<unknown>;
  aggregate(
    pipeline: MongoExpression[],
    options: { allowDiskUse: boolean; collation: { locale: string } },
  ): { toArray(): Promise<Record<string, unknown>[]> };
  deleteMany(filter: MongoExpression): Promise<{ deletedCount: number }>;
  createIndex(key: Record<string, 1>, options: { name: string; collation: { locale: string } }): Promise<string>;
}

/** What it throws when documents of a batch were not written. */
export interface MongoBulkWriteError extends Error {
  writeErrors: MongoWriteFailure | MongoWriteFailure[];
  result: { getWriteConcernError(): unknown };
}

/** Why one document was not written. */
export interface MongoWriteFailure {
  code: number;
  /** The place of the document in the batch. */
  index: number;
  errmsg?: string | undefined;
  /** As the server sent it. */
  err: { keyPattern?: Record<string, unknown> };
}
