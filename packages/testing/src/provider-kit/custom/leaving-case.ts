import assert from 'node:assert/strict';
import { createGate } from '../../wire-server/create-gate.ts';
import type { WireServer } from '../../wire-server/start-wire-server.ts';
import { eventually } from '../loop-turns.ts';
import { endOf } from '../read-stream.ts';
import { customCase } from './custom-case.ts';
import type { CustomCall, CustomProviderCase, CustomProviderContext } from './custom-provider-context.ts';
import { streamOf } from './read-call.ts';

/** A stream that the app leaves after its first part, as `break` does: the vendor must notice as it does with a bare client. */
export function leavingCase<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): CustomProviderCase {
  return customCase(given, call.answer, {
    name: `closes the connection when the app breaks out of ${call.name}, and records it as aborted`,
    async act({ client, server }) {
      const { iterator, first } = await beginStream(call, client, server);
      const left = await iterator.return?.();
      return { first, left, end: await endOf(server) };
    },
    records: [
      { provider: given.provider, streamed: true, success: true, errorCode: 'aborted', usageSource: 'partial' },
    ],
  });
}

interface BegunStream {
  readonly iterator: AsyncIterator<unknown>;
  readonly first: unknown;
}

/** Lets events through one by one until the app has its first part. The last never comes. */
async function beginStream<Client extends object>(
  call: CustomCall<Client>,
  client: Client,
  server: WireServer,
): Promise<BegunStream> {
  const gate = createGate();
  let waitingEvents = 0;
  server.always((request) => {
    const answer = call.answer(request);
    if (!('events' in answer)) return {};
    waitingEvents = [...answer.events].length - 1;
    return { gate };
  });
  let hasEnded = false;
  const begun = begin(call, client).finally(() => {
    hasEnded = true;
  });
  // Whoever fails below never waits for it.
  begun.catch(() => {});
  while ((await eventually(() => hasEnded || waitingEvents > 0)) && !hasEnded) {
    waitingEvents -= 1;
    gate.open();
    // Some events give no part.
    await eventually(() => hasEnded, 200);
  }
  assert.ok(hasEnded, `${call.name} gave no part before the last event was sent`);
  return begun;
}

async function begin<Client extends object>(call: CustomCall<Client>, client: Client): Promise<BegunStream> {
  const stream = streamOf(call, await call.run(client));
  assert.ok(stream !== null, `${call.name} gave no stream`);
  const iterator = stream[Symbol.asyncIterator]();
  return { iterator, first: await iterator.next() };
}
