import type { UsageReader } from '@llm-tracker/core/plugin';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, type Members, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"turn"'];
const fields: readonly string[] = [...jobFields, 'object', 'usage'];

/** Reads one turn of an agent's session, created, polled or streamed. The session's own usage sums up its turns and is never read. */
export function openaiTurnReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const event = readObject<'turn' | 'usage'>(part);
      const turn: Job & Members<'object' | 'usage'> = readObject(isObject(event.turn) ? event.turn : part);
      if (turn.object !== undefined && turn.object !== 'agent.session.turn') return false;
      const finished = identifyJob(report, 'openai:turn', turn);
      if (finished) addOpenaiTokenUsage(report, event.usage ?? turn.usage);
      return finished;
    },
    result: () => report.build(),
  };
}
