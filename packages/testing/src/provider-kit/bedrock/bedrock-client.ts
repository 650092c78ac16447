import type { JsonObject } from '../../wire-server/wire-format.ts';

// The public members of @aws-sdk/client-bedrock-runtime that the kit uses, in the shape common to 3.614 and the newest 3.x.

/** What a command resolves to. */
export type CommandOutput = JsonObject & { $metadata: JsonObject };

/** Told of the end of a command that was sent with a callback. */
type CommandCallback = (error: unknown, output?: CommandOutput) => void;

/** Options of one `send`. */
export interface SendOptions {
  abortSignal?: AbortSignal;
  requestTimeout?: number;
}

/** The steps that a command takes. */
interface MiddlewareStack {
  add(middleware: Middleware, place: { name: string; step: string; priority?: string }): void;
  addRelativeTo(middleware: Middleware, place: { name: string; relation: string; toMiddleware: string }): void;
  identify(): string[];
  remove(name: string): boolean;
  clone(): MiddlewareStack;
}

type Handler = (args: {
  input: JsonObject;
  request?: unknown;
}) => Promise<{ output?: CommandOutput; response: unknown }>;

/** One step, around those below it. */
export type Middleware = (next: Handler, context: JsonObject) => Handler;

/** A command, of any class. */
export interface Command {
  readonly input: JsonObject;
  readonly middlewareStack: MiddlewareStack;
}

/** `BedrockRuntime`, which is a `BedrockRuntimeClient` with one method per command. */
export interface BedrockRuntime {
  config: { serviceId: string; region(): Promise<string>; requestHandler: object };
  middlewareStack: MiddlewareStack;
  send(command: Command, options?: SendOptions): Promise<CommandOutput>;
  send(command: Command, callback: CommandCallback): void;
  send(command: Command, options: SendOptions, callback: CommandCallback): void;
  destroy(): void;
  converse(input: JsonObject, options?: SendOptions): Promise<CommandOutput>;
  converse(input: JsonObject, callback: CommandCallback): Promise<void>;
  converseStream(input: JsonObject, options?: SendOptions): Promise<CommandOutput>;
  invokeModel(input: JsonObject, options?: SendOptions): Promise<CommandOutput>;
  invokeModelWithResponseStream(input: JsonObject, options?: SendOptions): Promise<CommandOutput>;
  applyGuardrail(input: JsonObject, options?: SendOptions): Promise<CommandOutput>;
}

/** The classes of one version of the SDK, by name. */
export interface BedrockSdk {
  BedrockRuntimeClient: new (options: Record<string, unknown>) => object;
  BedrockRuntime: new (options: Record<string, unknown>) => object;
  ConverseCommand: unknown;
}

/** The events of an answer that is a stream. */
export function eventsIn(output: CommandOutput, member: 'stream' | 'body' = 'stream'): AsyncIterable<JsonObject> {
  return output[member] as AsyncIterable<JsonObject>;
}
