import type { TrackerHost } from '@llm-tracker/core/plugin';
import {
  anthropicBatchResultReader,
  anthropicDreamReader,
  anthropicSpanReader,
  type LookPlan,
} from '@llm-tracker/wire';
import { createUsageRecorder } from './create-usage-recorder.ts';
import { RecentMap } from './recent-map.ts';

/** Says what a request is that costs nothing itself; null when its answer tells nothing of earlier work. */
export type LookPlanner = (method: string, path: string, findProvider: () => string) => LookPlan | null;

/** Looks for usage where the API tells it afterwards: in the results of batches, in the events of agents' sessions, in dreams. */
export function createLookPlanner(host: TrackerHost): LookPlanner {
  const record = createUsageRecorder(host);
  const endOfBatch = new RecentMap<Date>();
  const modelOfSession = new RecentMap<string>();

  return (method, path, findProvider) => {
    const [, resource = '', id = '', part = ''] =
      /^\/v1\/(messages\/batches|sessions|dreams)(?:\/([^/]+)(?:\/(.+))?)?$/.exec(path) ?? [];
    if (resource === 'sessions' && part === '') {
      return { look: (answer) => forEachIn(answer, (session) => noteModel(session, modelOfSession)) };
    }
    if (method !== 'GET') return null;
    if (resource === 'messages/batches' && part === '') {
      return { look: (answer) => forEachIn(answer, (batch) => noteEnd(batch, endOfBatch)) };
    }
    if (resource === 'messages/batches' && part === 'results') {
      const provider = findProvider();
      return {
        lines: true,
        look: (line) =>
          record(anthropicBatchResultReader(), line, {
            provider,
            operation: 'messages',
            timestamp: endOfBatch.get(id),
          }),
      };
    }
    if (resource === 'sessions' && /(^|\/)(events|stream)$/.test(part)) {
      const provider = findProvider();
      // The agent of a thread is not the session's.
      const isOwn = part.startsWith('events');
      return {
        needles: anthropicSpanReader().needles,
        look: (answer) =>
          forEachIn(answer, (event) => {
            const model = isOwn ? modelOfSession.get(id) : undefined;
            record(anthropicSpanReader(), event, { provider, operation: 'sessions', model });
          }),
      };
    }
    if (resource === 'dreams' && part === '') {
      const provider = findProvider();
      return {
        look: (answer) =>
          forEachIn(answer, (dream) => record(anthropicDreamReader(), dream, { provider, operation: 'dreams' })),
      };
    }
    return null;
  };
}

/** The elements of a page of a list; of anything else, itself. */
function forEachIn(answer: unknown, take: (value: object) => void): void {
  const page: unknown = isObject(answer) && 'data' in answer ? answer.data : undefined;
  for (const value of Array.isArray(page) ? page : [answer]) if (isObject(value)) take(value);
}

/** The events of a session do not name the model of its agent. With several agents they do not tell whose they are. */
function noteModel(session: object, models: RecentMap<string>): void {
  const agent: unknown = 'agent' in session ? session.agent : undefined;
  if (!isObject(agent) || !('id' in session) || !('model' in agent) || !isObject(agent.model)) return;
  if ('multiagent' in agent && agent.multiagent !== null) return;
  const model: unknown = 'id' in agent.model ? agent.model.id : undefined;
  if (typeof session.id === 'string' && typeof model === 'string') models.set(session.id, model);
}

function noteEnd(batch: object, ends: RecentMap<Date>): void {
  if (!('id' in batch) || !('ended_at' in batch)) return;
  const { id, ended_at: endedAt } = batch;
  if (typeof id !== 'string' || typeof endedAt !== 'string') return;
  const end = new Date(endedAt);
  if (end.getTime() > 0) ends.set(id, end);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
