import type { WriteContext } from '@llm-tracker/core/plugin';
import type { ClickHouseClientLike, ClickHousePlace } from './clickhouse-options.ts';
import { loadClickhouse } from './load-clickhouse.ts';
import type { Statement } from './statement.ts';

const requestTimeoutMs = 30_000;

/** Statements to one server, through a client of the app or one of our own. Idle connections keep no process alive. */
export class ClickHouseConnection {
  readonly #place: ClickHousePlace;
  #client: ClickHouseClientLike | null = null;
  #close: (() => Promise<void>) | null = null;

  constructor(place: ClickHousePlace) {
    this.#place = place;
  }

  /** Makes the client, if there is none; connects nowhere yet. */
  async open(): Promise<void> {
    if (this.#client !== null) return;
    const { source } = this.#place;
    if ('client' in source) {
      this.#client = source.client;
      return;
    }
    const { ClickHouseLogLevel, createClient } = await loadClickhouse();
    const client = createClient({
      ...source,
      application: 'llm-tracker',
      max_open_connections: 2,
      request_timeout: requestTimeoutMs,
      // It would print statements, and with them what was tracked.
      log: { level: ClickHouseLogLevel.OFF },
    });
    this.#client = client;
    this.#close = () => client.close();
  }

  /** Closes the client, unless it is the app's. */
  async close(): Promise<void> {
    const close = this.#close;
    this.#client = null;
    this.#close = null;
    await close?.();
  }

  /** Runs a statement that returns rows. */
  async query({ text, values }: Statement): Promise<unknown[][]> {
    const result = await this.#opened().query({
      query: text,
      format: 'JSONCompactEachRow',
      query_params: { ...values },
    });
    return (await result.json()) as unknown[][];
  }

  /** Runs a statement that returns nothing. */
  async command({ text, values }: Statement): Promise<void> {
    await this.#opened().command({ query: text, query_params: { ...values } });
  }

  /** Inserts a batch. The server takes one with a token that it knows for a repetition, and ignores it. */
  async insert({ text, values }: Statement, context: WriteContext | undefined): Promise<void> {
    await this.#opened().command({
      query: text,
      query_params: { ...values },
      clickhouse_settings: {
        // Null is no value of a column that must have one.
        input_format_null_as_default: 0,
        // A batch may be of any number of months, as one that is imported or of clocks that are wrong.
        max_partitions_per_insert_block: '0',
        ...(context === undefined ? {} : { insert_deduplication_token: context.batchId }),
      },
      ...(context === undefined ? {} : { abort_signal: context.signal }),
    });
  }

  #opened(): ClickHouseClientLike {
    if (this.#client === null) throw new Error(`${this.#place.target} is not open. Call connect() first.`);
    return this.#client;
  }
}
