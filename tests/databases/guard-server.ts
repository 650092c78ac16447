import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/** Sees to it that a server outlives us by nothing, however we end. */
export interface ServerGuard {
  /** Names the process to end; the last one named counts. */
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

/** Starts a guard that ends the server by the signal and removes the folder if our process ends without a release. */
export function guardServer(folder: string, stopSignal: NodeJS.Signals): ServerGuard {
  const guard = spawn('sh', ['-c', script, 'guard-server', stopSignal.replace('SIG', ''), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  // Whoever ends the guard by hand takes its place.
  guard.stdin.on('error', () => {});
  return {
    watch: (pid) => void guard.stdin.write(`${pid}\n`),
    async release() {
      if (guard.exitCode !== null || guard.signalCode !== null) return;
      guard.ref();
      guard.stdin.end('release\n');
      await once(guard, 'exit');
    },
  };
}
