import { createHash, randomFillSync } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const endOfUuidTimeMs = 2 ** 48;
const random = new Uint8Array(4096);
let used = random.length;
let lastTimeMs = 0;
let sequence = 0;

/** A new UUID version 7 for a call that starts at `timeMs`; ids of one process sort in the order in which they were made within a millisecond. */
export function createRequestId(timeMs: number): string {
  if (timeMs > lastTimeMs) {
    lastTimeMs = timeMs;
    sequence = nextRandom(2) & 0x7ff;
  } else {
    sequence += 1;
  }
  // 12 bits of sequence after the version; an overflow only loses the order, never the uniqueness.
  return formatUuid(timeMs, 0x7000 | (sequence & 0xfff), nextRandom(2), nextRandom(3), nextRandom(3));
}

/** The id that a key stands for, the same in every process: UUID of the time of `createdAt` (0 without one, or for an invalid one) and a hash of the key. */
export function requestIdFor(dedupeKey: string, createdAt?: Date): string {
  const hash = createHash('sha256').update(dedupeKey).digest();
  return formatUuid(
    createdAt?.getTime() ?? 0,
    0x7000 | (hash.readUInt16BE(0) & 0xfff),
    hash.readUInt16BE(2),
    hash.readUIntBE(4, 3),
    hash.readUIntBE(7, 3),
  );
}

/** Whether this is an id as records have it: a lower-case UUID. */
export function isRequestId(text: string): boolean {
  return uuid.test(text);
}

/** Milliseconds since 1970 that an id begins with. */
export function timeOfRequestId(requestId: string): number {
  return Number.parseInt(requestId.slice(0, 8) + requestId.slice(9, 13), 16);
}

function nextRandom(bytes: 2 | 3): number {
  if (used + bytes > random.length) {
    randomFillSync(random);
    used = 0;
  }
  let value = 0;
  for (let index = 0; index < bytes; index += 1) value = value * 256 + (random[used + index] ?? 0);
  used += bytes;
  return value;
}

function formatUuid(timeMs: number, versioned: number, variant: number, high: number, low: number): string {
  const time = (timeMs >= 0 && timeMs < endOfUuidTimeMs ? Math.trunc(timeMs) : 0).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex(versioned, 4)}-${hex(0x8000 | (variant & 0x3fff), 4)}-${hex(high, 6)}${hex(low, 6)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
