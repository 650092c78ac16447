import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { assertSameText } from '../assert-same-text.ts';
import { callCases } from './call-cases.ts';
import { customCase } from './custom-case.ts';
import type { CustomProviderCase, CustomProviderContext } from './custom-provider-context.ts';
import { leavingCase } from './leaving-case.ts';

/**
 * The conformance kit of a provider plugin for a client of your own: what each call gives, sends, throws and records, on a bare and on a tracked client side by side.
 * Throws a TypeError for a context without calls.
 *
 * @example
 * ```ts
 * for (const { name, run } of customProviderCases(context)) test(name, run);
 * ```
 */
export function customProviderCases<Client extends object>(
  context: CustomProviderContext<Client>,
): readonly CustomProviderCase[] {
  const [first] = context.calls;
  if (first === undefined) throw new TypeError('customProviderCases() got no calls; name at least one in `calls`.');
  return [
    customCase(context, first.answer, {
      name: 'gives back the client that it was given, which looks as it did',
      act: async ({ server, context: { createClient }, track }) => {
        const client = createClient(server, {});
        const before = looksOf(client);
        const tracked = track(client);
        assert.ok(tracked === client, 'use() gave another object than the client of the app');
        assertSameText(looksOf(client), before, 'the client looks different since it is tracked');
      },
      records: [],
    }),
    ...context.calls.flatMap((call) => callCases(context, call)),
    ...context.calls.filter((call) => call.isStream === true).map((call) => leavingCase(context, call)),
  ];
}

function looksOf(client: object): string {
  return inspect({ client, keys: Object.keys(client) }, { depth: 4 });
}
