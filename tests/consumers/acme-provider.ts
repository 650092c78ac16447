// A complete provider plugin of a third party: all that a client with promise-returning methods needs.
import { type ReportedUsage, type TrackerPlugin, type UsageReader, wrapMethod } from '@llm-tracker/core/plugin';
import type { AcmeAnswer, AcmeClient } from './acme-client.ts';

/** Tracks the client that is given and returns it. */
export function acmeProvider<Client extends AcmeClient>(client: Client): TrackerPlugin<Client> {
  return {
    name: 'acme',
    install(host) {
      wrapMethod<AcmeClient['generate']>(client, 'generate', (generate) => (request) => {
        const call = { operation: 'chat', model: request.model, reader: acmeReader() };
        return host.observeCall(call, () => generate.call(client, request));
      });
      return client;
    },
  };
}

/** Reads the usage of one answer. */
function acmeReader(): UsageReader {
  let usage: ReportedUsage | null = null;
  return {
    push(part) {
      const answer = part as Partial<AcmeAnswer>;
      if (!answer.usage) return false;
      usage = {
        ...(answer.model === undefined ? {} : { model: answer.model }),
        ...(answer.id === undefined ? {} : { responseId: answer.id }),
        items: [
          { unit: 'input', quantity: answer.usage.tokens_in },
          { unit: 'output', quantity: answer.usage.tokens_out },
        ],
      };
      return true;
    },
    result: () => usage,
  };
}
