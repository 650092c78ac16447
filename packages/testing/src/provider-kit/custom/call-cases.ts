import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import type { WireAnswer, WireRequest } from '../../wire-server/wire-format.ts';
import { assertDenied } from '../assert-denied.ts';
import { assertSameText } from '../assert-same-text.ts';
import { describeValue } from '../describe-value.ts';
import { eventually } from '../loop-turns.ts';
import { answeredRecord, contextOf, customCase, failedRecord } from './custom-case.ts';
import type { CustomCall, CustomProviderCase, CustomProviderContext } from './custom-provider-context.ts';
import { outcomeOf, readCall } from './read-call.ts';

const teams = ['search', 'support', 'platform'];

/** Bodies that no vendor should send. */
const strangeBodies = [
  '',
  'null',
  '{}',
  '[1]',
  '"text"',
  '{"usage":null}',
  '{"id":',
  '<html>Bad gateway</html>',
  'data: null\n\n',
  'data: {}\n\ndata: [1]\n\n',
  'data: {"usage":null}\n\n',
  'data: {"id":',
];

/** What every call must keep, streamed or not. */
export function callCases<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): CustomProviderCase[] {
  const answered = answeredRecord(given, call);
  const failed = failedRecord(given, call);
  return [
    customCase(given, call.answer, {
      name: `sends and gives what ${call.name} of a bare client does, and counts it once`,
      act: ({ client }) => outcomeOf(call, client),
      records: [answered],
    }),
    customCase(given, call.answer, {
      name: `counts ${call.name} once when the plugin is installed twice`,
      act: ({ client, track }) => outcomeOf(call, track(client)),
      records: [answered],
    }),
    customCase(given, call.answer, {
      name: `counts ${call.name} of the tracked client alone`,
      act: async ({ client, context, server }) => [
        await outcomeOf(call, client),
        await outcomeOf(call, context.createClient(server, {})),
      ],
      records: [answered],
    }),
    customCase(given, call.answer, {
      name: `counts ${call.name} for the team that calls, also when several call at once`,
      act: ({ client, run }) => Promise.all(teams.map((teamName) => run({ teamName }, () => outcomeOf(call, client)))),
      records: teams.map((teamName) => ({ ...answered, teamName })),
    }),
    customCase(given, () => given.refusal.answer, {
      name: `gives the error of ${call.name} when it is refused, and records the failure`,
      act: ({ client }) => outcomeOf(call, client),
      records: [{ ...failed, ...given.refusal.record }],
    }),
    brokenConnectionCase(given, call),
    strangeAnswersCase(given, call),
    {
      name: `denies ${call.name} at once, with nothing sent`,
      run: () => assertDenied(contextOf(given, call.answer), { call: (client) => readCall(call, client) }),
    },
    {
      name: `leaves ${call.name} as it was after the tracker has disconnected`,
      run: () => assertOutlivesTracker(given, call),
    },
    ...(call.isStream === true ? [] : [unhandledCase(given, call, failed)]),
  ];
}

function brokenConnectionCase<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): CustomProviderCase {
  let outcomes: { error: unknown }[] = [];
  return customCase(given, call.answer, {
    name: `gives the errors of ${call.name} when the connection breaks, and records the failures`,
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      outcomes = [await outcomeOf(call, client)];
      server.next({ cut: { afterEvents: 1 } });
      outcomes.push(await outcomeOf(call, client));
      return outcomes;
    },
    // A client that tries again, or takes what it got for the whole, has not failed.
    records: () => [
      outcomes[0]?.error === null ? answeredRecord(given, call) : failedRecord(given, call),
      outcomes[1]?.error === null ? { provider: given.provider } : { provider: given.provider, success: false },
    ],
  });
}

/** A good answer comes first: nothing of it may be found in the rows of those that follow. */
function strangeAnswersCase<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): CustomProviderCase {
  let strange: string | undefined;
  const answer = (request: WireRequest): WireAnswer => {
    const usual = call.answer(request);
    if (strange === undefined) return usual;
    const body = strange;
    // Whoever asks once more in the same call, for what became of it, gets the usual answer.
    strange = undefined;
    const type = 'events' in usual ? 'text/event-stream' : 'application/json';
    return { status: 200, headers: { 'content-type': usual.headers?.['content-type'] ?? type }, body };
  };
  return customCase(given, answer, {
    name: `takes answers to ${call.name} that no vendor should send, and makes up no tokens`,
    async act({ client }) {
      const outcomes: unknown[] = [await outcomeOf(call, client)];
      for (const body of strangeBodies) {
        strange = body;
        outcomes.push(await outcomeOf(call, client));
      }
      return outcomes;
    },
    records: [
      answeredRecord(given, call),
      ...strangeBodies.map(() => ({ provider: given.provider, totalTokens: null })),
    ],
  });
}

function unhandledCase<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
  failed: ReturnType<typeof failedRecord>,
): CustomProviderCase {
  return customCase(given, () => given.refusal.answer, {
    name: `leaves the rejection of ${call.name} unhandled that the app leaves unhandled, and adds none`,
    async act({ client }) {
      let isTold = false;
      const onRejection = (): void => {
        isTold = true;
      };
      process.on('unhandledRejection', onRejection);
      try {
        void call.run(client);
        await eventually(() => isTold);
      } finally {
        process.off('unhandledRejection', onRejection);
      }
    },
    records: [{ ...failed, ...given.refusal.record }],
  });
}

async function assertOutlivesTracker<Client extends object>(
  given: CustomProviderContext<Client>,
  call: CustomCall<Client>,
): Promise<void> {
  const context = contextOf(given, call.answer);
  await using server = await startWireServer({ formats: context.formats, now: () => Date.UTC(2026, 0, 15, 12) });
  const bare = describeValue(await outcomeOf(call, context.createClient(server, {})));
  const tracker = createTracker({ projectName: 'provider-kit', database: new MemoryAdapter(), onEvent: () => {} });
  await tracker.connect();
  const client = context.install(tracker, context.createClient(server, {}));
  await tracker.disconnect();
  assertSameText(describeValue(await outcomeOf(call, client)), bare, 'the app saw something else');
}
