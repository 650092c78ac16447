import type { Cost, PriceInput } from '../tracker.ts';

/** The prices of one moment. Immutable and pure: the same input has the same cost for as long as the book exists. */
export interface PriceBook {
  /** Date and first eight hex digits of the price file's SHA-256: `2026-11-23-9f2c41d0`. */
  readonly snapshot: string;
  /** An input that cannot be priced has a status and a reason, and no cost. */
  price(input: PriceInput): Cost;
}
