import type { ProviderContext, WireServer } from '@llm-tracker/testing';

/** One call of an SDK, as the table of supported calls names it. */
export interface SupportedCall<Client extends object, Context extends ProviderContext<Client>> {
  /** As an app writes it. What stands before the first `(` is a path from the client. */
  readonly name: string;
  /** What follows its name in the table. */
  readonly note?: string;
  /** The path of a member that not every version has. @default the path in `name` */
  readonly needs?: string;
  /** Whether this version lacks it although the member exists. */
  readonly lacks?: (context: Context) => boolean;
  /** How many rows it must leave. @default 1 */
  readonly rows?: number;
  /** Of the SDK's constructor. */
  readonly clientOptions?: Record<string, unknown>;
  run(client: Client, context: Context, server: WireServer): Promise<unknown>;
}

/** All parts of a stream. */
export async function collect<Part>(stream: AsyncIterable<Part>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

/** Asks often enough for a job to be done. */
export async function poll(retrieve: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < 3; count += 1) await retrieve();
}
