import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseServer, ServerProgram } from './database-server.ts';
import { findFreePort } from './find-free-port.ts';
import { type FolderGuard, guardFolder } from './guard-folder.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;

/** Starts a server and resolves when it answers. It ends with our process, however that ends. */
export async function startServer(program: ServerProgram): Promise<DatabaseServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = new RunningServer(program, await findFreePort());
    try {
      await server.prepare();
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      // Another process may have taken the port meanwhile.
      if (attempt === 3 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

class RunningServer implements DatabaseServer {
  readonly port: number;
  readonly folder: string;
  readonly #program: ServerProgram;
  readonly #guard: FolderGuard;
  #child: ChildProcess | undefined;

  constructor(program: ServerProgram, port: number) {
    this.#program = program;
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), `llm-tracker-${program.name}-`));
    this.#guard = guardFolder(this.folder, program.stopSignal);
  }

  get url(): string {
    return this.#program.url(this.port);
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.#program.name} does not run`);
    return pid;
  }

  prepare(): Promise<void> {
    return this.#program.prepare(this.folder);
  }

  async restart(): Promise<void> {
    const { file, args, environment, userId } = this.#program.command(this);
    const logPath = join(this.folder, 'output.log');
    const log = openSync(logPath, 'w');
    const child = spawn(file, args, {
      // Under the temporary folder of a user's own, another user could not enter ours.
      cwd: '/',
      // No Ctrl-C in the terminal ends it before its tests are done.
      detached: true,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['pipe', log, log],
      ...(userId === undefined ? {} : { uid: userId, gid: userId }),
    });
    closeSync(log);
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    await once(child, 'spawn');
    this.#child = child;
    this.#guard.watch(this.pid);

    const deadlineMs = performance.now() + startTimeoutMs;
    for (;;) {
      const output = readFileSync(logPath, 'utf8');
      if (hasEnded(child)) throw new Error(`${this.#program.name} ended before it was ready:\n${output.slice(-4000)}`);
      if (await this.#program.isReady({ port: this.port, output })) return;
      if (performance.now() > deadlineMs) {
        throw new Error(
          `${this.#program.name} was not ready after ${startTimeoutMs / 1000} s:\n${output.slice(-4000)}`,
        );
      }
      await wait(10);
    }
  }

  async kill(): Promise<void> {
    const processes = this.#processes();
    for (const pid of processes) signal(pid, 'SIGKILL');
    await until(() => !processes.some(isAlive), stopTimeoutMs);
  }

  async pause(): Promise<void> {
    // The parent is first in the list: it cannot fork meanwhile.
    signal(this.pid, 'SIGSTOP');
    for (const pid of this.#processes()) signal(pid, 'SIGSTOP');
    // Threads that run on another core may still answer before they hear of it.
    await until(() => this.#processes().every(standsStill), stopTimeoutMs);
  }

  resume(): void {
    for (const pid of this.#processes()) signal(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    const { stopSignal } = this.#program;
    const [parent] = this.#processes();
    if (stopSignal !== undefined && parent !== undefined) {
      this.resume();
      signal(parent, stopSignal);
      await until(() => !isAlive(parent), stopTimeoutMs);
    }
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
    await this.#guard.release();
  }

  /** The process and its children, which is all that any of these servers has. */
  #processes(): number[] {
    const child = this.#child;
    if (child?.pid === undefined || hasEnded(child)) return [];
    return [child.pid, ...childrenOf(child.pid)];
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function until(condition: () => boolean, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!condition() && performance.now() < deadlineMs) await wait(5);
}

/** Whether there was such a process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Empty where the kernel has no /proc: there only the process itself is known. */
function childrenOf(pid: number): number[] {
  return readProcess(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** A process that has ended and is not yet collected by its parent does not run any more. */
function isAlive(pid: number): boolean {
  return signal(pid, 0) && !/\) [ZX] /.test(readProcess(`${pid}/stat`));
}

/** Whether all threads of a process are stopped, as far as the kernel tells. */
function standsStill(pid: number): boolean {
  const threads = `${pid}/task`;
  return listProcess(threads).every((thread) => !/\) [RSD] /.test(readProcess(`${threads}/${thread}/stat`)));
}

function listProcess(path: string): string[] {
  try {
    return readdirSync(`/proc/${path}`);
  } catch {
    return [];
  }
}

function readProcess(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}
