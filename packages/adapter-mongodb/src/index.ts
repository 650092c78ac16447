export { MongoAdapter } from './mongo-adapter.ts';
export type { MongoAdapterOptions, MongoClientLike } from './mongo-options.ts';
