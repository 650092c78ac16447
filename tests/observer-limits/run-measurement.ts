import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs a program of this folder in a process of its own, waits until it ends by itself, and returns the JSON that it printed. Rejects when it fails, or does not end within `timeoutMs`. */
export async function runMeasurement<Result>(
  name: string,
  values: string[] = [],
  timeoutMs = 100_000,
): Promise<Result> {
  const flags = ['--expose-gc', '--conditions=llm-tracker-source'];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, name), ...values], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LLM_TRACKER_PRICE_SOURCE: 'off', NODE_OPTIONS: '' },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...how) => resolve(how)),
  );
  clearTimeout(timer);
  if (code === 0) return JSON.parse(output) as Result;
  throw new Error(
    `${name} ${signal === null ? `ended with code ${code}` : 'did not end by itself'}: ${output} ${errors}`,
  );
}
