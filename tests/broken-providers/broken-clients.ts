import { openaiProvider } from '@llm-tracker/provider-openai';
import { type BrokenProvider, withFetch, withRequest } from './sabotage.ts';

/** Plugins that touch the client, the request or the process. */
export const brokenClients: readonly BrokenProvider[] = [
  {
    mistake: 'never asks for the usage of a stream',
    install: (tracker, client) => tracker.use(openaiProvider(client, { streamUsage: 'never' })),
    failing: [
      {
        name: 'gives the same chunks, without a usage chunk, to an app that did not ask for one',
        message: /sent something else/,
      },
    ],
  },
  {
    mistake: "writes into the app's parameters",
    install: (tracker, client) =>
      withRequest(tracker, client, {}, (options) => {
        const body = options['body'] as Record<string, unknown> | undefined;
        if (body?.['stream'] === true) body['stream_options'] = { include_usage: true };
        return options;
      }),
    failing: [
      { name: 'does not change parameters that the app goes on using', message: /saw something else/ },
      { name: 'takes frozen parameters, changes none, and sends them again', message: /./ },
    ],
  },
  {
    mistake: 'sends a header of its own',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => (input, init) => {
        const { headers, ...rest } = init as RequestInit;
        const marked = new Headers(headers);
        marked.set('x-llm-tracker', '1');
        return fetch(input, { ...rest, headers: marked });
      }),
    failing: [{ name: 'gives the same chat answer, its hidden request id included', message: /sent something else/ }],
  },
  {
    mistake: 'tries every 400 again without stream_options',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        return response.status === 400 ? fetch(...args) : response;
      }),
    failing: [{ name: 'sends nothing twice for any other 400, and goes on asking', message: /./ }],
  },
  {
    mistake: 'gives back a Proxy',
    install: (tracker, client) => new Proxy(tracker.use(openaiProvider(client)), {}),
    failing: [{ name: 'tracks clones made by withOptions(), and their clones', message: /./ }],
  },
  {
    mistake: 'leaves a mark on the client that everybody sees',
    install: (tracker, client) => Object.assign(tracker.use(openaiProvider(client)), { tracked: true }),
    failing: [
      { name: 'leaves the client an instance of its class that looks as it did', message: /saw something else/ },
    ],
  },
  {
    mistake: 'prints to the console',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => (...args) => {
        // biome-ignore lint/suspicious/noConsole: this is the mistake.
        console.log('tracked', String(args[0]));
        return fetch(...args);
      }),
    failing: [{ name: 'gives the same chat answer, its hidden request id included', message: /console output/ }],
  },
];
