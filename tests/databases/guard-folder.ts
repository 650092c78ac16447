import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/** Sees to it that a temporary folder, and the server that works in it, outlive us by nothing, however we end. */
export interface FolderGuard {
  /** Names the server's process; the last one named counts. */
  watch(pid: number): void;
  /** To be called once all is cleaned up. Resolves when the guard has ended. */
  release(): Promise<void>;
}

// Its standard input ends when our process does, even by SIGKILL. It runs in a session of its own, which no Ctrl-C reaches.
const script = `
while read -r line; do
  [ "$line" = release ] && exit
  pid=$line
done
if [ -n "$pid" ]; then
  kill -CONT "$pid"; kill -s "$1" "$pid"
  for attempt in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || break; sleep 0.1; done
  kill -KILL "$pid"
fi 2>/dev/null
rm -rf "$2"`;

/** Starts a guard, which ends the server by the signal and removes the folder if our process ends without a release. */
export function guardFolder(folder: string, stopSignal: NodeJS.Signals = 'SIGKILL'): FolderGuard {
  const guard = spawn('sh', ['-c', script, 'guard-folder', stopSignal.replace('SIG', ''), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  // Without a shell, or once somebody has ended the guard, the folder goes unguarded.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  return {
    watch: (pid) => void guard.stdin.write(`${pid}\n`),
    async release() {
      if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
      guard.ref();
      guard.stdin.end('release\n');
      await once(guard, 'exit');
    },
  };
}
