import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { WireServer } from '../wire-server/start-wire-server.ts';
import { eventually, loopTurns } from './loop-turns.ts';

/** An answer may hold what is collected only after it. */
const collectionsAfterLast = 4;

/** Makes calls whose answers nobody keeps, and collects the garbage until all of them are gone, at most twenty times. */
export async function dropAnswers(server: WireServer, count: number, call: () => Promise<object>): Promise<void> {
  let kept = count;
  const answers = new FinalizationRegistry<null>(() => {
    kept -= 1;
  });
  // In a function of its own, of which nothing stays that might hold the last answer.
  const drop = async (): Promise<void> => answers.register(await call(), null);
  for (let index = 0; index < count; index += 1) await drop();
  const collect = garbageCollector();
  let after = 0;
  for (let collection = 0; collection < 20 && after < collectionsAfterLast; collection += 1) {
    collect();
    await loopTurns(5);
    if (kept === 0) after += 1;
  }
  await eventually(() => server.requests.every((entry) => entry.end !== null));
}

/** V8's own, also in a process that was started without `--expose-gc`. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
