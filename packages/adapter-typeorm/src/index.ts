export { type TrackingEntity, type TrackingEntityOptions, trackingEntity } from './tracking-entity.ts';
export { TypeORMAdapter, type TypeORMAdapterOptions } from './typeorm-adapter.ts';
export type { TypeormDataSource, TypeormQueryRunner } from './typeorm-data-source.ts';
