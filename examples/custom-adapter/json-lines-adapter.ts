import { appendFile, readFile } from 'node:fs/promises';
import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  type DatabaseAdapter,
  MemoryAdapter,
  type TrackingData,
} from 'llm-tracker-sdk';

/** Keeps each record as a line of JSON in a file. A complete adapter; only `connect`, `disconnect` and `save` are required. */
export class JsonLinesAdapter implements DatabaseAdapter {
  /** Keeps what waits for this file apart from what waits for others. */
  readonly target: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.target = `json-lines ${path}`;
  }

  async connect(): Promise<void> {
    await appendFile(this.#path, '');
  }

  async disconnect(): Promise<void> {}

  async save(data: TrackingData): Promise<void> {
    await this.saveBatch([data]);
  }

  /** Optional: one write for many records. */
  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    await appendFile(this.#path, data.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }

  /** Optional: with it there are statistics and breakdowns. A database would compute them itself. */
  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    return (await this.#read()).getBreakdown(query);
  }

  /** Optional: with it single calls can be listed and explained. */
  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    return (await this.#read()).listCalls(query);
  }

  /** All lines; of those with one id, the memory adapter keeps the one with the highest revision. */
  async #read(): Promise<MemoryAdapter> {
    const memory = new MemoryAdapter();
    for (const line of (await readFile(this.#path, 'utf8')).split('\n')) {
      if (line === '') continue;
      const record = JSON.parse(line) as TrackingData;
      const [timestamp, recordedAt] = [new Date(record.timestamp), new Date(record.recordedAt)];
      await memory.save({ ...record, timestamp, recordedAt });
    }
    return memory;
  }
}
