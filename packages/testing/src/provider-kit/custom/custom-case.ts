import type { WireFormat } from '../../wire-server/wire-format.ts';
import { bodyText } from '../compare-wire.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { CustomCall, CustomProviderCase, CustomProviderContext } from './custom-provider-context.ts';

/** A trial, with a server that answers every request so, as a case of the kit. */
export function customCase<Client extends object>(
  given: CustomProviderContext<Client>,
  answer: CustomCall<Client>['answer'],
  trial: Trial<Client, ProviderContext<Client>>,
): CustomProviderCase {
  return {
    name: trial.name,
    run: () =>
      runTrial(trial, contextOf(given, answer), {
        expectedBody: (entry) => given.expectedBody?.(entry) ?? bodyText(entry),
        lastingHeader: (name, value) => given.lastingHeader?.(name, value) ?? value,
      }),
  };
}

/** The context of the other kits, with a server that answers every request so. */
export function contextOf<Client extends object>(
  given: CustomProviderContext<Client>,
  answer: CustomCall<Client>['answer'],
): ProviderContext<Client> {
  const format: WireFormat = {
    name: given.provider,
    speaks: () => true,
    answer,
    refuse: () => given.refusal.answer,
    failureEvent: () => ({ data: given.refusal.answer.body }),
    headers: () => ({}),
  };
  return {
    provider: given.provider,
    formats: [format],
    createClient: (server) => given.createClient(server.url),
    install: (tracker, client) => given.install(tracker, client),
  };
}

/** What must be stored of a call that is answered. */
export function answeredRecord<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): ExpectedRecord {
  return { provider: given.provider, streamed: call.isStream === true, success: true, ...call.record };
}

/** What must be stored of a call that fails before its answer begins. */
export function failedRecord<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): ExpectedRecord {
  const { provider } = given;
  return { provider, streamed: call.isStream === true, success: false, usageSource: 'none', units: {} };
}
