/** A database server that runs for tests: on 127.0.0.1, on a port of its own, with its data in a temporary folder. */
export interface DatabaseServer {
  /** What a driver connects to, credentials included. The same after `restart`. */
  readonly url: string;
  readonly port: number;
  /** Its process. Another one after `restart`. */
  readonly pid: number;
  /** Its data and its log. */
  readonly folder: string;
  /** Ends all its processes at once, as a crash would. What was committed is there after `restart`. */
  kill(): Promise<void>;
  /** After `kill`: starts it again on its port and data, and resolves when it answers. */
  restart(): Promise<void>;
  /** Freezes all its processes, and resolves when they stand still: connections are still accepted, by the kernel, but nothing answers until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  /** Ends it, in whatever state it is, and removes its folder. A second call does nothing. */
  stop(): Promise<void>;
}

/** How to run one kind of server. Its data is prepared once; its command may be run again on the same data. */
export interface ServerProgram {
  /** One word, part of the name of its temporary folder. */
  readonly name: string;
  /** Lays its data into the folder, which is empty. */
  prepare(folder: string): Promise<void>;
  command(place: { folder: string; port: number }): ServerCommand;
  /** Asked again and again once it runs; `output` is all that it has written so far. */
  isReady(state: { port: number; output: string }): boolean | Promise<boolean>;
  url(port: number): string;
  /** What makes it end at once and leave nothing behind. @default 'SIGKILL' */
  readonly stopSignal?: 'SIGQUIT';
}

interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The environment is PATH and this. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The user and group that it runs as, where that is not our own. */
  readonly userId?: number | undefined;
}

/** Thrown where this machine cannot have a server: its tests are skipped, not failed. The message is the reason. */
export class UnavailableError extends Error {
  override readonly name: string = 'UnavailableError';
}
