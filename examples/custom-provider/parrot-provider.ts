import { type ReportedUsage, type TrackerPlugin, type UsageReader, wrapMethod } from '@llm-tracker/core/plugin';
import type { ParrotAnswer, ParrotClient } from './parrot-client.ts';

/** Tracks a client of Parrot in place: `tracker.use(parrotProvider(client))` returns the same object. */
export function parrotProvider<Client extends Pick<ParrotClient, 'say' | 'recite'>>(
  client: Client,
): TrackerPlugin<Client> {
  return {
    name: 'parrot',
    install(host) {
      // Wrapped once, however often it is installed.
      wrapMethod<ParrotClient['say']>(client, 'say', (say) => (request) => {
        const call = { operation: 'chat', model: request.model, reader: createParrotReader() };
        return host.observeCall(call, () => say.call(client, request));
      });
      wrapMethod<ParrotClient['recite']>(client, 'recite', (recite) => (request) => {
        const call = { operation: 'chat', model: request.model, streamed: true, reader: createParrotReader() };
        return host.observeCall(call, () => recite.call(client, request));
      });
      return client;
    },
  };
}

/** Reads the usage of one answer, whole or in parts. It tolerates any input, and keeps nothing but numbers. */
function createParrotReader(): UsageReader {
  let usage: ReportedUsage | null = null;
  return {
    push(part) {
      const answer = part as Partial<ParrotAnswer> | null;
      if (!answer?.usage) return false;
      usage = {
        ...(answer.model === undefined ? {} : { model: answer.model }),
        ...(answer.id === undefined ? {} : { responseId: answer.id }),
        items: [
          { unit: 'input', quantity: answer.usage.prompt_tokens },
          { unit: 'output', quantity: answer.usage.completion_tokens },
        ],
      };
      return true;
    },
    result: () => usage,
  };
}
