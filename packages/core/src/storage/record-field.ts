import type { CallQuery, GroupKey, TrackingData, UsageTotals } from '../record.ts';

/** Every field of a record that is a column. `costUsd` is none: it is made from `costUsdExact`. */
export type StoredFieldName = Exclude<keyof TrackingData, 'costUsd'>;

/** `uuid`: lower-case text. `integer`: safe integers. `decimal`: text in USD with at most 12 decimals. `instant`: whole milliseconds. `json`: an object. */
export type FieldKind = 'uuid' | 'text' | 'integer' | 'decimal' | 'boolean' | 'instant' | 'json';

/** The totals that are plain sums of one field. */
export type SummedTotal = Extract<
  keyof UsageTotals,
  | 'totalRequests'
  | 'totalTokens'
  | 'totalPromptTokens'
  | 'totalCompletionTokens'
  | 'totalCachedPromptTokens'
  | 'totalCacheWriteTokens'
  | 'totalReasoningTokens'
  | 'totalCostUsdExact'
>;

/** One column: how it is called, what it holds, what it is used for. */
export interface RecordField {
  readonly name: StoredFieldName;
  /** The column's name, snake_case. */
  readonly storedName: string;
  readonly kind: FieldKind;
  readonly nullable: boolean;
  /** Longest text in code points; null when it is no text. */
  readonly maxLength: number | null;
  /** The only texts that occur. */
  readonly values?: readonly string[];
  /** The total that is the sum of this field. */
  readonly summedAs?: SummedTotal;
  /** Whether queries can ask for one value of it. */
  readonly filterable?: true;
  /** Whether breakdowns can group by it. */
  readonly groupable?: true;
}

type KindOf<Value> = Value extends Date
  ? 'instant'
  : Value extends boolean
    ? 'boolean'
    : Value extends number
      ? 'integer'
      : Value extends string
        ? 'uuid' | 'text' | 'decimal'
        : 'json';

/** What is written down of a field. What the types of `TrackingData`, `CallQuery` and `GroupKey` say must stand here too: a forgotten or contradicted fact does not compile. */
export type FieldSpec<Name extends StoredFieldName> = Omit<
  RecordField,
  'name' | 'storedName' | 'maxLength' | 'values'
> & {
  /** @default the field's name in snake_case */
  readonly storedName?: string;
  /** @default 256 for text */
  readonly maxLength?: number;
  readonly kind: KindOf<NonNullable<TrackingData[Name]>>;
  readonly nullable: null extends TrackingData[Name] ? true : false;
  readonly values?: readonly TrackingData[Name][];
} & (Name extends keyof CallQuery ? { readonly filterable: true } : { readonly filterable?: never }) &
  (Name extends GroupKey ? { readonly groupable: true } : { readonly groupable?: never });
