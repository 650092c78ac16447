import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  type ConnectOptions,
  type DatabaseAdapter,
  MemoryAdapter,
  type TrackingData,
} from '@llm-tracker/core';

/** One way to be wrong: each member replaces a step of an adapter that is otherwise right. */
export interface Flaw {
  /** Which records of a batch are written. */
  readonly batch?: (records: readonly TrackingData[]) => readonly TrackingData[];
  /** Under which key a record is stored. */
  readonly key?: (record: TrackingData) => string;
  /** What is stored when a record meets another one of its key. */
  readonly meet?: (stored: TrackingData, record: TrackingData) => TrackingData;
  /** What becomes of a record when it is stored. */
  readonly store?: (record: TrackingData) => TrackingData;
  /** What breakdowns see of a record. */
  readonly count?: (record: TrackingData) => TrackingData;
  readonly breakdownQuery?: (query: BreakdownQuery) => BreakdownQuery;
  readonly breakdownRows?: (rows: BreakdownRow[]) => BreakdownRow[];
  readonly callQuery?: (query: CallQuery) => CallQuery;
  readonly calls?: (calls: TrackingData[], query: CallQuery) => TrackingData[];
  readonly classify?: (error: unknown) => 'retry' | 'split' | 'park';
  readonly forgets?: boolean;
  /** Which rows are deleted, when asked to delete what is older than `date`. */
  readonly isOld?: (record: TrackingData, date: Date) => boolean;
  /** How many rows it says it has deleted. */
  readonly deletions?: (count: number) => number;
  /** Whether this connection succeeds; `count` from 1. */
  readonly connect?: (attempt: { count: number; readOnly: boolean; isCheck: boolean }) => boolean;
}

/** What is wrong, the sentence of the kit that must say so, and how it is wrong. */
export type NamedFlaw = readonly [flaw: string, sentence: string, flaw: Flaw];

/** An adapter in memory with one flaw. */
export class FlawedAdapter implements DatabaseAdapter {
  readonly #flaw: Flaw;
  readonly #rows: Map<string, TrackingData> = new Map();
  #connections = 0;
  /** What breakdowns see, until the next write. */
  #counted: Promise<MemoryAdapter> | null = null;

  constructor(flaw: Flaw) {
    this.#flaw = flaw;
  }

  async connect({ readOnly = false, migrations }: ConnectOptions = {}): Promise<void> {
    this.#connections += 1;
    const { connect = () => true } = this.#flaw;
    const attempt = { count: this.#connections, readOnly, isCheck: migrations === 'check' };
    if (!connect(attempt)) throw new Error('cannot connect');
  }

  async disconnect(): Promise<void> {
    if (this.#flaw.forgets === true) this.#rows.clear();
  }

  async save(data: TrackingData): Promise<void> {
    this.#counted = null;
    const { key = idOf, meet = higher, store = asItIs } = this.#flaw;
    const stored = this.#rows.get(key(data));
    this.#rows.set(key(data), stored === undefined ? store(data) : meet(stored, store(data)));
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    const { batch = asItIs } = this.#flaw;
    for (const record of batch(data)) await this.save(record);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    const { count = asItIs, breakdownQuery = asItIs, breakdownRows = asItIs } = this.#flaw;
    this.#counted ??= inMemory([...this.#rows.values()].map(count));
    const memory = await this.#counted;
    return breakdownRows(await memory.getBreakdown(breakdownQuery(query)));
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    const { callQuery = asItIs, calls = asItIs } = this.#flaw;
    const memory = await inMemory([...this.#rows.values()]);
    return calls(await memory.listCalls(callQuery(query)), query);
  }

  async deleteBefore(date: Date): Promise<number> {
    this.#counted = null;
    const { isOld = startedBefore, deletions = asItIs } = this.#flaw;
    const old = [...this.#rows].filter(([, record]) => isOld(record, date));
    for (const [key] of old) this.#rows.delete(key);
    return deletions(old.length);
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return this.#flaw.classify?.(error) ?? 'split';
  }
}

function asItIs<Value>(value: Value): Value {
  return value;
}

function startedBefore(record: TrackingData, date: Date): boolean {
  return record.timestamp < date;
}

function idOf(record: TrackingData): string {
  return record.requestId;
}

function higher(stored: TrackingData, record: TrackingData): TrackingData {
  return record.revision > stored.revision ? record : stored;
}

/** Rows may be of one id here, so each gets an id that sorts after the real one; only how many there are matters then. */
async function inMemory(rows: readonly TrackingData[]): Promise<MemoryAdapter> {
  const memory = new MemoryAdapter();
  const seen = new Set<string>();
  for (const row of rows) {
    let requestId = row.requestId;
    while (seen.has(requestId)) requestId = requestId.replace(/^./, 'f').replace(/.$/, (end) => nextDigit(end));
    seen.add(requestId);
    await memory.save({ ...row, requestId });
  }
  return memory;
}

function nextDigit(digit: string): string {
  return ((Number.parseInt(digit, 16) + 1) % 16).toString(16);
}
