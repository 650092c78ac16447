import type { CallDetails } from '../plugin.ts';

/** What was told later stands; tags and price context are merged key by key. */
export function mergeDetails(known: CallDetails, told: CallDetails): CallDetails {
  const merged: CallDetails = { ...known, ...told };
  if (known.tags !== undefined && told.tags !== undefined) merged.tags = { ...known.tags, ...told.tags };
  if (known.priceContext !== undefined && told.priceContext !== undefined) {
    merged.priceContext = { ...known.priceContext, ...told.priceContext };
  }
  return merged;
}
