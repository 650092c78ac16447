/** Named members of a value that may be anything. */
export type Members<Key extends string> = { readonly [Name in Key]?: unknown };

/** What is longer than this is no id. */
const maxIdLength = 512;

/** Whether a value has members. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The named members of an object; of anything else, none. */
export function readObject<Key extends string>(value: unknown): Members<Key> {
  return isObject(value) ? (value as Members<Key>) : {};
}

/** The elements of an array; of anything else, none. */
export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A count as stated: a non-negative integer; undefined when absent or null; NaN for anything else, so that no sum agrees with it. */
export function readCount(value: unknown): number | undefined {
  const quantity = readQuantity(value);
  return quantity === undefined || Number.isSafeInteger(quantity) ? quantity : Number.NaN;
}

/** A quantity as stated, which may be fractional; undefined and NaN as of `readCount`. */
export function readQuantity(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : Number.NaN;
}

/** The number that a text writes in decimal digits; anything else as it is. */
export function parseDigits(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** An id or a model's name; undefined for anything that cannot be one. */
export function readId(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxIdLength ? value : undefined;
}

/** An instant, from seconds since 1970 or ISO text; undefined for anything else, and for what does not fit the 48 bits of an id. */
export function readInstant(value: unknown): Date | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const instant = new Date(typeof value === 'number' ? value * 1000 : value);
  return instant.getTime() > 0 && instant.getTime() < 2 ** 48 ? instant : undefined;
}
