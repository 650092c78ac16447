import assert from 'node:assert/strict';
import { CallDeniedError, createTracker, MemoryAdapter } from '@llm-tracker/core';
import type { TrackerHost } from '@llm-tracker/core/plugin';
import { startWireServer } from '../wire-server/start-wire-server.ts';
import { assertRecords } from './expected-record.ts';
import { loopTurns } from './loop-turns.ts';
import type { ProviderContext } from './provider-case.ts';
import { watchProcess } from './watch-process.ts';

/** A call that a guard is to deny. */
export interface DeniedCall<Client> {
  call(client: Client): Promise<unknown>;
  /** What calls: a clone, perhaps. @default the client */
  choose?: ((client: Client) => Client) | undefined;
  /** Whether the SDK wraps what is not an error of its own, and names it as the cause. @default false */
  isWrapped?: boolean | undefined;
  /** What the guard says. @default "over budget" */
  message?: string | undefined;
}

/** Fails unless the app is told of a denial at once, by the guard's own error, and nothing was sent. */
export async function assertDenied<Client extends object>(
  context: ProviderContext<Client>,
  { call, choose = (client) => client, isWrapped = false, message = 'over budget' }: DeniedCall<Client>,
): Promise<void> {
  await using server = await startWireServer({ formats: context.formats });
  await using tracker = createTracker({
    projectName: 'provider-kit',
    database: new MemoryAdapter(),
    onEvent: () => {},
  });
  await tracker.connect();
  let asked = 0;
  tracker.use({
    name: 'kit-guard',
    install(host: TrackerHost) {
      host.guardCalls(() => {
        asked += 1;
        throw new CallDeniedError(message, { code: 'kit_budget' });
      });
    },
  });
  const client = choose(context.install(tracker, context.createClient(server, {})));
  const watch = watchProcess();
  try {
    const error = await call(client).then(
      () => assert.fail('the call was not denied'),
      (thrown: unknown) => thrown,
    );
    const denial = isWrapped && !(error instanceof CallDeniedError) ? (error as Error).cause : error;
    assert.ok(denial instanceof CallDeniedError, `the app must see the CallDeniedError, but saw ${String(error)}`);
    assert.equal(denial.code, 'kit_budget');
    await loopTurns(20);
    assert.equal(asked, 1, 'the call was tried again after the denial');
    assert.equal(server.requests.length, 0, 'something was sent after the denial');
    assert.deepEqual(watch.rejections, [], 'a rejection was left unhandled');
    await tracker.flush();
    const denied = {
      success: false,
      attempts: 0,
      errorCode: 'denied',
      httpStatus: null,
      usageSource: 'none',
      costStatus: 'free',
    } as const;
    assertRecords(await tracker.listCalls(), [denied]);
  } finally {
    watch.stop();
  }
}
