import type { CallQuery, DatabaseAdapter, TrackingData, WriteContext } from '../record.ts';

type Outcome = () => unknown;

/** One operation that reached the adapter. */
interface Operation {
  readonly name: string;
  readonly ids: readonly string[];
  readonly batchId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Keeps rows as a database does, and does what a test tells it to instead of succeeding. */
export class ScriptedAdapter implements DatabaseAdapter {
  readonly rows: Map<string, TrackingData> = new Map();
  readonly operations: Operation[] = [];
  /** Asked before every operation. What it returns is returned instead; what it throws is thrown; undefined: the operation succeeds. */
  intercept: (operation: Operation) => Outcome | undefined = () => undefined;

  connect(): Promise<void> {
    return this.#run('connect', [], undefined, () => undefined);
  }

  disconnect(): Promise<void> {
    return this.#run('disconnect', [], undefined, () => undefined);
  }

  save(data: TrackingData, context?: WriteContext): Promise<void> {
    return this.#run('save', [data], context, () => this.#keep(data));
  }

  /** The operations of one name, as ids. */
  idsOf(name: string): (readonly string[])[] {
    return this.operations.filter((operation) => operation.name === name).map(({ ids }) => ids);
  }

  countOf(name: string): number {
    return this.idsOf(name).length;
  }

  protected batch(data: readonly TrackingData[], context?: WriteContext): Promise<void> {
    return this.#run('saveBatch', data, context, () => {
      for (const row of data) this.#keep(row);
    });
  }

  protected list(query: CallQuery): Promise<TrackingData[]> {
    const ids = query.requestIds ?? [];
    const found = ids.flatMap((id) => this.rows.get(id) ?? []).slice(0, query.limit ?? 100);
    const named = ids.map((requestId) => ({ requestId }));
    return this.#run('listCalls', named, undefined, () => found);
  }

  #keep(row: TrackingData): void {
    const stored = this.rows.get(row.requestId);
    if (stored === undefined || row.revision > stored.revision) this.rows.set(row.requestId, row);
  }

  #run<Result>(
    name: string,
    data: readonly { requestId: string }[],
    context: WriteContext | undefined,
    succeed: () => Result,
  ): Promise<Result> {
    const ids = data.map(({ requestId }) => requestId);
    const operation = { name, ids, batchId: context?.batchId, signal: context?.signal };
    this.operations.push(operation);
    const outcome = this.intercept(operation);
    if (outcome === undefined) return Promise.resolve(succeed());
    return outcome() as Promise<Result>;
  }
}

/** With every optional member that delivery uses, except `classifyError`. */
export class ScriptedBatchAdapter extends ScriptedAdapter {
  saveBatch(data: readonly TrackingData[], context?: WriteContext): Promise<void> {
    return this.batch(data, context);
  }

  listCalls(query: CallQuery): Promise<TrackingData[]> {
    return this.list(query);
  }
}

/** An error that says its own class. */
export class ClassifiedError extends Error {
  readonly reaction: 'retry' | 'split' | 'park';

  constructor(reaction: 'retry' | 'split' | 'park', message: string = reaction) {
    super(message);
    this.reaction = reaction;
  }
}

/** Classifies by what the error says. */
export class ScriptedClassifyingAdapter extends ScriptedBatchAdapter {
  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return error instanceof ClassifiedError ? error.reaction : 'retry';
  }
}

/** An outcome that rejects. */
export function rejecting(error: unknown): Outcome {
  return () => Promise.reject(error);
}

/** An outcome that never comes. */
export function hanging(): Outcome {
  return () => new Promise(() => undefined);
}
