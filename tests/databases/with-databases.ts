// with-databases.ts NAME… [-- COMMAND…]: runs a command with databases, in the same environment variables as tests have.
// Without a command it prints them and keeps the databases until Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startDatabases } from './start-databases.ts';
import { testDatabases } from './test-databases.ts';

const [names, command] = splitAt(process.argv.slice(2), '--');
const databases = testDatabases.filter(({ name }) => names.includes(name));
if (databases.length === 0 || databases.length < names.length) {
  const known = testDatabases.map(({ name }) => name).join(', ');
  process.stderr.write(`Usage: databases NAME… [-- COMMAND…], with names out of ${known}\n`);
  process.exitCode = 1;
} else {
  await start();
}

async function start(): Promise<void> {
  const { urls, missing, failures, stop } = await startDatabases(databases);
  try {
    for (const { reason } of missing) process.stderr.write(`${reason}\n`);
    for (const failure of failures) process.stderr.write(`${failure.message}\n`);
    process.exitCode = missing.length + failures.length > 0 ? 1 : await use(urls);
  } finally {
    await stop();
  }
}

async function use(urls: Readonly<Record<string, string>>): Promise<number> {
  // Ctrl-C reaches the command too; the databases go when it has ended.
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const [file, ...args] = command;
  if (file === undefined) {
    for (const [variable, url] of Object.entries(urls)) process.stdout.write(`${variable}=${url}\n`);
    const alive = setInterval(() => {}, 60_000);
    await interrupted;
    clearInterval(alive);
    return 0;
  }
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...urls } });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

function splitAt(words: readonly string[], separator: string): [string[], string[]] {
  const index = words.indexOf(separator);
  return index === -1 ? [[...words], []] : [words.slice(0, index), words.slice(index + 1)];
}
