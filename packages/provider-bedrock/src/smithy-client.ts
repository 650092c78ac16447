// The members of a Smithy-made client that the hook uses, in the shape common to 3.614 and the newest 3.x.

/** What a step of the middleware stack is given: the command itself at first, later a copy with its request. */
interface CommandArguments {
  readonly input: unknown;
  readonly request?: unknown;
}

/** What a command ends with: the raw HTTP answer, and what the app gets of it. */
export interface CommandResult {
  readonly response: unknown;
  readonly output: object;
}

/** One step of a command, down to the request. */
export type CommandHandler = (args: CommandArguments) => Promise<CommandResult>;

/** Wraps the steps below it. Called once per `send`, except where the client caches what it returns. */
export type CommandMiddleware = (next: CommandHandler, context: { readonly commandName?: unknown }) => CommandHandler;

/** Where a middleware stands. */
interface MiddlewarePlace {
  readonly name: string;
  readonly step: 'initialize' | 'deserialize';
  readonly priority: 'low';
  readonly override: true;
}

/** The client of any AWS service. */
export interface SmithyClient {
  readonly config: { readonly region: unknown };
  readonly middlewareStack: { add(middleware: CommandMiddleware, place: MiddlewarePlace): void };
  send(...values: unknown[]): unknown;
  /** Handlers that were built before, kept with `cacheMiddleware: true`. */
  handlers?: unknown;
}
