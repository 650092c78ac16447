import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test, vi } from 'vitest';
import { processesOf } from './processes-of.ts';

describe('a server whose test process is killed', () => {
  test.skipIf(process.platform !== 'linux')('ends with it, and so does its folder', async () => {
    // Stands for a server: it says that it is ready, and stays.
    const program = `{
      name: 'guarded',
      prepare: async () => {},
      command: ({ folder }) => ({ file: 'sh', args: ['-c', 'echo ready; exec tail -f "$0/output.log"', folder] }),
      isReady: ({ output }) => output.includes('ready'),
      url: () => '',
    }`;
    const script = `
      const { startServer } = await import(${JSON.stringify(join(import.meta.dirname, 'start-server.ts'))});
      const { folder, pid } = await startServer(${program});
      console.log(JSON.stringify({ folder, pid }));
      setInterval(() => {}, 60_000);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(parent.stdout), 'line');
    const { folder, pid } = JSON.parse(line);
    expect(processesOf(folder)).toContain(pid);
    expect(existsSync(folder)).toBe(true);

    parent.kill('SIGKILL');
    await vi.waitUntil(() => processesOf(folder).length === 0 && !existsSync(folder), { timeout: 30_000 });
  });
});
