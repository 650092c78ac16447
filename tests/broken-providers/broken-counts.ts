import { type BrokenProvider, withFetch } from './sabotage.ts';

/** Plugins that count or deny wrongly. */
export const brokenCounts: readonly BrokenProvider[] = [
  {
    mistake: 'counts every call twice',
    install(tracker, client) {
      return withFetch(tracker, client, (fetch) => (...args) => {
        tracker.record({
          provider: 'openai',
          operation: 'chat',
          model: 'gpt-4o-mini',
          items: [{ unit: 'input', quantity: 120 }],
        });
        return fetch(...args);
      });
    },
    failing: [
      { name: 'gives the same chat answer, its hidden request id included', message: /1 calls must be recorded/ },
    ],
  },
  {
    mistake: 'counts nothing',
    install: (_tracker, client) => client,
    failing: [
      { name: 'gives the same chat answer, its hidden request id included', message: /1 calls must be recorded/ },
      { name: 'denies chat.completions.create() at once, with nothing sent', message: /not denied/ },
      { name: 'counts a background Response once, however often it is polled', message: /1 calls must be recorded/ },
    ],
  },
  {
    mistake: 'counts the attempts of a call as calls',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        if (!response.ok)
          tracker.record({ provider: 'openai', operation: 'chat', model: 'gpt-4o-mini', items: [], success: false });
        return response;
      }),
    failing: [
      { name: 'groups the retries of one call, streamed or not, into one row', message: /2 calls must be recorded/ },
    ],
  },
  {
    mistake: 'counts every look at a batch',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => (...args) => {
        const items = [{ unit: 'input' as const, quantity: 120 }];
        if (/\/batches\/./.test(String(args[0])))
          tracker.record({ provider: 'openai', operation: 'batches', model: 'gpt-4o-mini', items });
        return fetch(...args);
      }),
    failing: [
      {
        name: 'counts a batch once, at the price of batches, however often it is retrieved',
        message: /1 calls must be recorded/,
      },
    ],
  },
  {
    mistake: 'denies within fetch, where the SDK tries again',
    install: (tracker, client) =>
      tracker.use({
        name: 'openai',
        install(host) {
          const { fetch } = client;
          client.fetch = async (...args) => {
            const call = host.beginCall({
              operation: 'chat',
              model: null,
              reader: { push: () => {}, result: () => null },
            });
            await call.admitted;
            call.attempt();
            const response = await fetch(...args);
            call.succeed();
            return response;
          };
          return client;
        },
      }),
    failing: [{ name: 'denies chat.completions.create() at once, with nothing sent', message: /CallDeniedError/ }],
  },
  {
    mistake: 'sends although the call was denied',
    install: (tracker, client) =>
      tracker.use({
        name: 'openai',
        install(host) {
          const { fetch } = client;
          client.fetch = async (...args) => {
            const call = host.beginCall({
              operation: 'chat',
              model: null,
              reader: { push: () => {}, result: () => null },
            });
            const response = await fetch(...args);
            await call.admitted;
            return response;
          };
          return client;
        },
      }),
    failing: [{ name: 'denies chat.completions.create() at once, with nothing sent', message: /./ }],
  },
  {
    mistake: 'wraps resource methods, so that helpers count twice and raw calls not at all',
    install(tracker, client) {
      const { completions } = client.chat;
      const create = completions.create.bind(completions) as (
        ...args: unknown[]
      ) => ReturnType<typeof completions.create>;
      const counted = (...args: unknown[]) => {
        tracker.record({ provider: 'openai', operation: 'chat', model: 'gpt-4o-mini', items: [] });
        return create(...args);
      };
      completions.create = counted as typeof completions.create;
      return client;
    },
    failing: [
      {
        name: 'counts what goes through client.post(), and not what goes through client.get()',
        message: /1 calls must be recorded/,
      },
    ],
  },
  {
    mistake: 'counts what is only read',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        if ((args[1] as RequestInit).method?.toLowerCase() === 'get') {
          tracker.record({ provider: 'openai', operation: 'chat', model: 'gpt-4o-mini', items: [] });
        }
        return response;
      }),
    failing: [
      {
        name: 'does not count stored completions, whose usage was counted when they were made',
        message: /0 calls must be recorded/,
      },
      {
        name: 'pages through a list by hand and by for await, and counts nothing',
        message: /0 calls must be recorded/,
      },
    ],
  },
];
