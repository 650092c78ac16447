import type { CustomProviderContext } from '@llm-tracker/testing';
import { HeronClient } from './heron-client.ts';

const request = { model: 'heron', prompt: 'Hello' };
const part = { id: 'h-1', model: 'heron-2', text: 'Hi' };
const usage = { tokens_in: 12, tokens_out: 3 };
const record = {
  operation: 'chat',
  model: 'heron-2',
  requestedModel: 'heron',
  responseId: 'h-1',
  units: { input: 12, output: 3 },
};

/** What the kit must know of a plugin for the client of Heron. */
export function heronContext(
  install: CustomProviderContext<HeronClient>['install'],
): CustomProviderContext<HeronClient> {
  return {
    provider: 'heron',
    createClient: (url) => new HeronClient(url),
    install,
    calls: [
      {
        name: 'call()',
        run: (client) => client.call(request),
        answer: () => ({ status: 200, body: { ...part, usage } }),
        record,
      },
      {
        name: 'callSlowly()',
        isStream: true,
        run: (client) => client.callSlowly(request),
        // The first event gives the app no part.
        answer: () => ({
          events: [{ event: 'began', data: '' }, { data: part }, { data: part }, { data: { ...part, usage } }],
        }),
        record,
      },
    ],
    refusal: { answer: { status: 429, body: 'Slowly, please.' }, record: { httpStatus: 429, costStatus: 'free' } },
  };
}
