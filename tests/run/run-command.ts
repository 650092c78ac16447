import { spawn } from 'node:child_process';

/** How a command ended. `output`: both its streams in order, empty when they were passed through. */
export interface CommandResult {
  ok: boolean;
  output: string;
  durationMs: number;
}

/** Runs a command to its end and never rejects: one that cannot be started has failed, with the reason as its output. */
export function runCommand(
  command: readonly [string, ...string[]],
  options: { cwd: string; env?: NodeJS.ProcessEnv; passThrough?: boolean },
): Promise<CommandResult> {
  const [file, ...args] = command;
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const end = (ok: boolean, reason = ''): void =>
      resolve({ ok, output: Buffer.concat(chunks).toString() + reason, durationMs: performance.now() - startedMs });
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.passThrough === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      // The commands of node_modules/.bin are shell scripts on Windows.
      shell: process.platform === 'win32',
    });
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, signal === null ? '' : `\nended by ${signal}`));
  });
}
