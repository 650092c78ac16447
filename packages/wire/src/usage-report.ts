import type { CallDetails, ReportedUsage, UsageItem, UsageUnit } from '@llm-tracker/core/plugin';
import { readId } from './read-json.ts';

/** What sets an item apart from others of its unit. */
export type ItemOrigin = Pick<UsageItem, 'model' | 'variant'>;

/** Far more than any answer has: a hostile one must not fill a row. */
const mostItems = 200;

/** A stated zero of these is worth a line: a row has a column for it, where null means unknown. */
const unitsWithZero: ReadonlySet<UsageUnit> = new Set<UsageUnit>([
  'input',
  'input_cache_read',
  'input_cache_write',
  'input_cache_write_30m',
  'output',
  'output_reasoning',
]);

/**
 * What one answer reports, collected by every reader.
 *
 * A contradiction is never repaired. Items hold non-negative quantities exactly as stated, and `promptTokens` and
 * `completionTokens` hold the provider's own totals: parts that exceed their whole leave a sum above the total, and a
 * count that is negative, fractional or no number leaves the total NaN, which no sum equals. In both cases items and
 * total disagree, so that core marks the row `invalid`. A grand total (`total_tokens`) is not compared: parts are what is
 * billed.
 */
export class UsageReport {
  readonly #details: CallDetails = {};
  #items: UsageItem[] = [];
  #promptTokens: number | undefined;
  #completionTokens: number | undefined;
  #seen = false;

  /** Takes over what is an id or a name; keeps what an earlier part said where this one says nothing. */
  identify(names: { model?: unknown; responseId?: unknown; serviceTier?: unknown }): void {
    const model = readId(names.model);
    const responseId = readId(names.responseId);
    const tier = readId(names.serviceTier);
    // OpenAI calls "default" what every other provider calls "standard".
    const serviceTier = tier === 'default' ? 'standard' : tier;
    if (model !== undefined) this.update({ model });
    if (responseId !== undefined) this.update({ responseId });
    if (serviceTier !== undefined) this.update({ serviceTier });
  }

  /** What else chooses the price. */
  addContext(key: string, value: unknown): void {
    const text = readId(value);
    if (text !== undefined) this.update({ priceContext: { ...this.#details.priceContext, [key]: text } });
  }

  /** Anything else that an answer tells. */
  update(details: CallDetails): void {
    this.#seen = true;
    Object.assign(this.#details, details);
  }

  /** The model named so far. */
  get model(): string | undefined {
    return this.#details.model;
  }

  /** Makes the usage one that any process may learn, now or, while `pending`, later. */
  defer(dedupeKey: string | undefined, createdAt: Date | undefined, pending: boolean): void {
    if (dedupeKey !== undefined) this.update({ dedupeKey });
    if (createdAt !== undefined) this.update({ createdAt });
    if (pending) this.update({ usageSource: 'pending' });
    else delete this.#details.usageSource;
  }

  /** A quantity that is no part of another; counts of one unit and origin add up. */
  add(unit: UsageUnit, quantity: number | undefined, origin: ItemOrigin = {}): void {
    if (quantity === undefined) return;
    this.#addTotal(unit, quantity);
    this.#addItem(unit, quantity, origin);
  }

  /** A whole with its parts; what the parts leave of it is counted as `unit`. A whole that is not stated is what its parts sum to. */
  addWhole(
    unit: UsageUnit,
    whole: number | undefined,
    parts: readonly (readonly [UsageUnit, number | undefined])[],
    origin: ItemOrigin = {},
  ): void {
    let rest = whole;
    for (const [partUnit, part] of parts) {
      if (part === undefined) continue;
      // Less than nothing is left when parts of a part exceed it.
      const quantity = part < 0 ? Number.NaN : part;
      if (rest === undefined) this.#addTotal(partUnit, quantity);
      else rest -= quantity;
      this.#addItem(partUnit, quantity, origin);
    }
    if (whole === undefined || rest === undefined) return;
    this.#addTotal(unit, Number.isNaN(rest) ? Number.NaN : whole);
    if (rest >= 0) this.#addItem(unit, rest, origin);
  }

  /** Forgets quantities, before a later statement of the same usage replaces them. */
  clearItems(): void {
    this.#items = [];
    this.#promptTokens = undefined;
    this.#completionTokens = undefined;
  }

  /** All that was reported; null when nothing was. */
  build(): ReportedUsage | null {
    if (!this.#seen) return null;
    const usage: ReportedUsage = { ...this.#details, items: this.#items.map((item) => ({ ...item })) };
    if (this.#promptTokens !== undefined) usage.promptTokens = this.#promptTokens;
    if (this.#completionTokens !== undefined) usage.completionTokens = this.#completionTokens;
    return usage;
  }

  #addTotal(unit: UsageUnit, quantity: number): void {
    this.#seen = true;
    if (unit.startsWith('output')) {
      this.#completionTokens = (this.#completionTokens ?? 0) + quantity;
    } else if (unit.startsWith('input') || Number.isNaN(quantity)) {
      // Seconds, images, searches belong to no total, but one that cannot be read still makes the row invalid.
      this.#promptTokens = (this.#promptTokens ?? 0) + quantity;
    }
  }

  #addItem(unit: UsageUnit, quantity: number, origin: ItemOrigin): void {
    if (Number.isNaN(quantity)) return;
    const isOwn = origin.model === undefined && origin.variant === undefined;
    if (quantity === 0 && !(isOwn && unitsWithZero.has(unit))) return;
    const same = this.#items.find(
      (item) => item.unit === unit && item.model === origin.model && item.variant === origin.variant,
    );
    if (same !== undefined) same.quantity += quantity;
    // Never -0.
    else if (this.#items.length < mostItems) this.#items.push({ unit, quantity: quantity + 0, ...origin });
    else this.#addTotal(unit, Number.NaN);
  }
}
