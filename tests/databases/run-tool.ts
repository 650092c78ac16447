import { type ExecFileException, execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end and resolves with its standard output; rejects with the last that it said if it fails or takes too long. */
export async function runTool(
  file: string,
  args: readonly string[],
  options: {
    input?: string;
    environment?: NodeJS.ProcessEnv;
    folder?: string;
    userId?: number | undefined;
    /** @default 120_000 */
    timeoutMs?: number;
  } = {},
): Promise<string> {
  const { input, environment, folder, userId, timeoutMs = 120_000 } = options;
  const running = execute(file, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(userId === undefined ? {} : { uid: userId, gid: userId }),
    env: { ...process.env, ...environment },
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  // A program that ends before it has read all says why by its exit.
  running.child.stdin?.on('error', () => {}).end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    throw new Error(`${basename(file)} failed: ${reasonOf(error as ExecFileException, timeoutMs)}`, { cause: error });
  }
}

function reasonOf({ killed, stderr, message }: ExecFileException, timeoutMs: number): string {
  if (killed === true) return `it took more than ${timeoutMs / 1000} s`;
  const lastLines = (stderr ?? '').trim().split('\n').slice(-3).join(' ');
  return lastLines === '' ? message : lastLines;
}
