import { listingCases } from './listing-cases.ts';
import { retentionCases } from './retention-cases.ts';
import { revisionCases } from './revision-cases.ts';
import { roundTripCases } from './round-trip-cases.ts';
import { statisticsCases } from './statistics-cases.ts';
import type { StorageCase } from './storage-case.ts';
import { timeZoneCases } from './time-zone-cases.ts';

/**
 * What a database adapter must keep, for any test runner. Statistics are compared with the in-memory reference.
 *
 * @example
 * ```ts
 * const context: StorageContext = { createAdapter: (table) => new MyAdapter({ tableName: table }) };
 * for (const { name, skipReason, run } of storageCases) {
 *   test(name, { skip: skipReason(context) ?? false }, () => run(context));
 * }
 * ```
 */
export const storageCases: readonly StorageCase[] = [
  ...roundTripCases,
  ...revisionCases,
  ...listingCases,
  ...statisticsCases,
  ...timeZoneCases,
  ...retentionCases,
];
