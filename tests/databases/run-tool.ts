import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end and resolves with its standard output; rejects with what it wrote if it fails or takes too long. */
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
  running.child.stdin?.end(input);
  return (await running).stdout;
}
