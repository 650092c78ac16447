import { type BrokenProvider, withBody, withFetch, withRequest } from './sabotage.ts';

/** Plugins that touch the answer. */
export const brokenBodies: readonly BrokenProvider[] = [
  {
    mistake: 'reads a copy of the body in the background',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        response
          .clone()
          .text()
          .catch(() => {});
        return response;
      }),
    failing: [
      {
        name: 'stops the server when the app stops reading a stream with a usage chunk',
        message: /saw something else/,
      },
    ],
  },
  {
    mistake: 'reads the body and builds another',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        return new Response(await response.text(), response);
      }),
    failing: [{ name: 'gives the same answer and Response from withResponse()', message: /saw something else/ }],
  },
  {
    mistake: 'puts a stream of its own in front of the body, without a way back',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        const reader = response.body?.getReader();
        const body = new ReadableStream({
          async pull(controller) {
            const part = await reader?.read();
            if (part?.value === undefined) controller.close();
            else controller.enqueue(part.value);
          },
        });
        return Object.defineProperty(response, 'body', { value: body, configurable: true });
      }),
    failing: [
      { name: 'closes the connection on body.cancel()', message: /saw something else/ },
      { name: 'lets a stream be read by a BYOB reader (web body), without a usage chunk', message: /./ },
    ],
  },
  {
    mistake: 'turns a lost connection into an answer',
    install: (tracker, client) =>
      withFetch(
        tracker,
        client,
        (fetch) =>
          (...args) =>
            fetch(...args).catch(() => new Response('{}', { status: 500 })),
      ),
    failing: [
      {
        name: 'gives the same connection error, with its causes, when the server hangs up',
        message: /saw something else/,
      },
    ],
  },
  {
    mistake: 'ends a stream quietly when it is cut off',
    install: (tracker, client) => withBody(tracker, client, { onError: (controller) => controller.close() }),
    failing: [{ name: 'gives the same chunks and error when a stream is cut off', message: /saw something else/ }],
  },
  {
    mistake: 'changes a chunk',
    install: (tracker, client) =>
      withBody(tracker, client, { change: (text) => text.replace('"content":" The"', '"content":" A"') }),
    failing: [
      {
        name: 'gives the same chunks, without a usage chunk, to an app that did not ask for one',
        message: /saw something else/,
      },
    ],
  },
  {
    mistake: 'shows the usage chunk that nobody asked for',
    install: (tracker, client) =>
      withRequest(tracker, client, { streamUsage: 'never' }, (options) => {
        const body = options['body'] as Record<string, unknown> | undefined;
        return body?.['stream'] === true
          ? { ...options, body: { ...body, stream_options: { include_usage: true } } }
          : options;
      }),
    failing: [
      {
        name: 'gives the same chunks, without a usage chunk, to an app that did not ask for one',
        message: /saw something else/,
      },
      { name: 'hides its usage chunk in events written with CR only', message: /saw something else/ },
      {
        name: 'sends the original once more when a server does not know stream_options, and remembers it',
        message: /./,
      },
    ],
  },
  {
    mistake: 'leaves a rejection unhandled',
    install: (tracker, client) =>
      withFetch(tracker, client, (fetch) => (...args) => {
        const answer = fetch(...args);
        void answer.then(() => undefined);
        return answer;
      }),
    failing: [
      {
        name: 'gives the same connection error, with its causes, when the server hangs up',
        message: /unhandled rejections/,
      },
    ],
  },
  {
    mistake: 'holds on to answers that the app drops',
    install(tracker, client) {
      const held = new Set<Response>();
      return withFetch(tracker, client, (fetch) => async (...args) => {
        const response = await fetch(...args);
        held.add(response);
        return response;
      });
    },
    failing: [{ name: 'settles a hundred streams that the app drops unread', message: /100 calls must be recorded/ }],
  },
];
