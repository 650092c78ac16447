import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program in a process of its own, waits until it ends by itself, and returns the JSON that it printed. Rejects when it fails, or does not end within `timeoutMs`. */
export async function runMeasurement<Result>(
  program: URL,
  values: string[] = [],
  timeoutMs = 100_000,
): Promise<Result> {
  const path = fileURLToPath(program);
  const flags = ['--expose-gc', '--conditions=llm-tracker-source'];
  const child = spawn(process.execPath, [...flags, path, ...values], {
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
    `${path} ${signal === null ? `ended with code ${code}` : 'did not end by itself'}: ${output} ${errors}`,
  );
}
