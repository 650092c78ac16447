import { formatUsd, parseUsd } from '../pricing/money.ts';
import type { CostStatus, TrackingData } from '../record.ts';
import { cleanJsonObject } from './clean-json.ts';
import { cleanTags } from './clean-tags.ts';
import { cleanText } from './clean-text.ts';
import type { RecordField, StoredFieldName } from './record-field.ts';
import { recordFields } from './record-fields.ts';
import { isRequestId, requestIdFor, timeOfRequestId } from './request-id.ts';
import { earliestTimestampMs, latestTimestampMs } from './time-ranges.ts';

const fields: readonly RecordField[] = Object.values(recordFields);
/** As `formatUsd` writes amounts that can be stored: no sign, no needless zeros. */
const canonicalAmount = /^(0|[1-9]\d{0,11})(\.\d{0,11}[1-9])?$/;
/** `costUsd` is a member, but no field. */
const memberCount = fields.length + 1;
const endOfPicoUsd = 10n ** 24n;
const unknownText = 'unknown';

/** What stands in a column that must have a value, when the record has none that can be used. */
const substitutes: { readonly [Name in StoredFieldName]?: TrackingData[Name] } = {
  origin: 'call',
  callCount: 1,
  revision: 0,
  attempts: 1,
  usageSource: 'none',
  costStatus: 'invalid',
};

/**
 * The record as every database can hold it: clean and bounded text, safe integers, exact costs, valid instants, tags and details as plain JSON.
 * What cannot be used becomes null; a count or cost that cannot be used also makes a derived cost `invalid`, with the reason in `details`.
 * Counts and costs are never negative, except the sums of an `adjustment`, which may take back what a closed period counted too much.
 * Takes anything, throws nothing.
 */
export function sanitizeRecord(record: TrackingData): TrackingData {
  const clean = copyMembers(record);
  const requestId = cleanId(clean['requestId']);
  const timestamp = cleanInstant(clean['timestamp']) ?? substituteInstant(requestId, clean);
  const signed = clean['origin'] === 'adjustment';
  const unusable: string[] = [];
  clean['requestId'] = requestId;
  clean['timestamp'] = timestamp;
  for (const field of fields) {
    if (field.name === 'requestId' || field.name === 'timestamp') continue;
    const value = clean[field.name];
    const usable = cleanValue(field, value, signed);
    if (usable === null && value !== null && value !== undefined && field.summedAs !== undefined) {
      unusable.push(field.name);
    }
    const stored = usable ?? (field.nullable ? null : substitute(field, timestamp));
    if (stored !== value) clean[field.name] = stored;
  }
  // Every field of the table stands in `clean`, each with a value of its kind.
  const sanitized = clean as unknown as TrackingData;
  makeCostSound(sanitized, unusable);
  return sanitized;
}

/** The members of a record and no others. A spread keeps the object's shape, which is many times as fast as adding members one by one. */
function copyMembers(record: object): Record<string, unknown> {
  try {
    const copy: Record<string, unknown> = { ...record };
    if (Object.keys(copy).length === memberCount) return copy;
  } catch {
    // A getter threw; the others are read one by one.
  }
  return Object.fromEntries(fields.map((field) => [field.name, read(record, field.name)]));
}

/** The number nearest to an exact amount; null stays null. */
export function nearestUsd(exact: string | null): number | null {
  return exact === null ? null : Number(exact);
}

function read(record: object, name: string): unknown {
  try {
    return Reflect.get(record, name);
  } catch {
    return undefined;
  }
}

function cleanValue(field: RecordField, value: unknown, signed: boolean): unknown {
  switch (field.kind) {
    case 'uuid':
      return cleanId(value);
    case 'text': {
      const text = textOf(value);
      if (text === null) return null;
      const clean = cleanText(text, field.maxLength ?? text.length);
      return field.values === undefined || field.values.includes(clean) ? clean : null;
    }
    case 'integer': {
      const negativeAllowed = signed && field.summedAs !== undefined && field.name !== 'callCount';
      const isCount = Number.isSafeInteger(value) && (negativeAllowed || Number(value) >= 0);
      return isCount ? Number(value) + 0 : null;
    }
    case 'decimal':
      return cleanAmount(value, signed);
    case 'boolean':
      return value === true;
    case 'instant':
      return cleanInstant(value);
    case 'json':
      return field.name === 'tags' ? cleanTags(value) : cleanJsonObject(value);
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

function cleanId(value: unknown): string {
  const id = String(textOf(value) ?? '').toLowerCase();
  return isRequestId(id) ? id : requestIdFor(id);
}

function cleanAmount(value: unknown, signed: boolean): string | null {
  if (typeof value !== 'string') return null;
  if (canonicalAmount.test(value)) return value;
  try {
    const pico = parseUsd(value);
    if (pico >= endOfPicoUsd || pico <= -endOfPicoUsd || (pico < 0n && !signed)) return null;
    return formatUsd(pico);
  } catch {
    return null;
  }
}

function cleanInstant(value: unknown): Date | null {
  try {
    const timeMs = value instanceof Date ? value.getTime() : Number.NaN;
    return timeMs >= earliestTimestampMs && timeMs <= latestTimestampMs ? new Date(timeMs) : null;
  } catch {
    return null;
  }
}

function substituteInstant(requestId: string, record: object): Date {
  return (
    cleanInstant(new Date(timeOfRequestId(requestId))) ??
    cleanInstant(read(record, 'recordedAt')) ??
    new Date(earliestTimestampMs)
  );
}

function substitute(field: RecordField, timestamp: Date): unknown {
  const value = substitutes[field.name];
  if (value !== undefined) return value;
  return field.kind === 'instant' ? timestamp : unknownText;
}

/** In place: this runs once per call of the app, and copying all members is most of what it would cost. */
function makeCostSound(record: TrackingData, unusable: readonly string[]): void {
  const derived = record.costStatus === 'priced';
  if (hasCost(record.costStatus) && (record.costUsdExact === null || (derived && unusable.length > 0))) {
    record.costStatus = 'invalid';
    record.details.costReason =
      unusable.length === 0 ? 'the record has no cost' : `cannot be used: ${unusable.join(', ')}`;
  }
  if (!hasCost(record.costStatus)) record.costUsdExact = null;
  record.costUsd = nearestUsd(record.costUsdExact);
}

function hasCost(status: CostStatus): boolean {
  return status === 'priced' || status === 'stated' || status === 'free';
}
