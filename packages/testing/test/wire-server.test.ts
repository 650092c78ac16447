import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { createGate, startWireServer, type WireServer } from '../src/index.ts';

const chat = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'What is the answer?' }] };
const streamedChat = { ...chat, stream: true, stream_options: { include_usage: true } };

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer({ now: () => Date.UTC(2026, 0, 15) });
});
afterEach(() => server.close());

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** The members of answers that are looked at here. */
interface Answer {
  id: string;
  model: string;
  created: number;
  status: string;
  usage: {
    total_tokens: number;
    prompt_tokens_details: { cached_tokens: number };
    completion_tokens_details: { reasoning_tokens: number };
  } | null;
  choices: { message: { content: string } }[];
  data: { embedding: unknown }[];
  error: { code: string; message: string };
}

async function answerOf(response: Response | Promise<Response>): Promise<Answer> {
  return (await (await response).json()) as Answer;
}

function contentOf(answer: Answer): string | undefined {
  return answer.choices[0]?.message.content;
}

function eventsOf(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: ') && !line.includes('[DONE]'));
  return lines.map((line) => JSON.parse(line.slice(6)));
}

describe('the OpenAI format', () => {
  test('answers a chat with the dated model, a request id and totals that include their parts', async () => {
    server.next({ usage: { inputTokens: 100, cachedInputTokens: 64, outputTokens: 20, reasoningOutputTokens: 5 } });
    const response = await post('/v1/chat/completions', chat);
    const answer = await answerOf(response);
    assert.match(response.headers.get('x-request-id') ?? '', /^req_/);
    assert.equal(answer.model, 'gpt-4o-mini-2024-07-18');
    assert.equal(answer.created, Date.UTC(2026, 0, 15) / 1000);
    assert.equal(answer.usage?.total_tokens, 120);
    assert.equal(answer.usage?.prompt_tokens_details.cached_tokens, 64);
    assert.equal(answer.usage?.completion_tokens_details.reasoning_tokens, 5);
  });

  test('gives the same answer in every run', async () => {
    const first = await (await post('/v1/chat/completions', chat)).text();
    await using other = await startWireServer({ now: () => Date.UTC(2026, 0, 15) });
    const second = await fetch(`${other.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test' },
      body: JSON.stringify(chat),
    });
    assert.equal(await second.text(), first);
  });

  test('sends usage of null in every chunk and a last chunk without choices, if asked to', async () => {
    const text = await (await post('/v1/chat/completions', streamedChat)).text();
    const chunks = eventsOf(text) as { choices: unknown[]; usage?: { total_tokens: number } | null }[];
    assert.deepEqual(
      chunks.slice(0, -1).filter((chunk) => chunk.usage !== null),
      [],
    );
    assert.deepEqual(chunks.at(-1)?.choices, []);
    assert.ok((chunks.at(-1)?.usage?.total_tokens ?? 0) > 0);
    assert.ok(text.endsWith('data: [DONE]\n\n'));
  });

  test('says nothing of usage in a stream that was not asked', async () => {
    const text = await (await post('/v1/chat/completions', { ...chat, stream: true })).text();
    assert.ok(!text.includes('usage'));
  });

  test('queues a background Response, and completes it at the second poll, for ever', async () => {
    const created = await answerOf(post('/v1/responses', { model: 'gpt-5', input: 'hi', background: true }));
    const poll = () =>
      answerOf(fetch(`${server.url}/v1/responses/${created.id}`, { headers: { authorization: 'Bearer sk-test' } }));
    const polls = [await poll(), await poll(), await poll()];
    assert.deepEqual(
      [created, ...polls].map(({ status, usage }) => [status, usage !== null]),
      [
        ['queued', false],
        ['in_progress', false],
        ['completed', true],
        ['completed', true],
      ],
    );
    assert.deepEqual(polls[2], polls[1]);
  });

  test('refuses a key that is wrong, in the words of OpenAI', async () => {
    const response = await post('/v1/chat/completions', chat, { authorization: 'Bearer sk-wrong' });
    const { error } = await answerOf(response);
    assert.equal(response.status, 401);
    assert.equal(error.code, 'invalid_api_key');
    assert.match(error.message, /^Incorrect API key provided: sk-wrong\./);
  });

  test('gives the same vector as floats and as base64', async () => {
    const body = { model: 'text-embedding-3-small', input: 'one', dimensions: 8 };
    const floats = await answerOf(post('/v1/embeddings', body));
    const base64 = await answerOf(post('/v1/embeddings', { ...body, encoding_format: 'base64' }));
    const bytes = Uint8Array.from(Buffer.from(String(base64.data[0]?.embedding), 'base64'));
    assert.deepEqual([...new Float32Array(bytes.buffer)], floats.data[0]?.embedding);
  });
});

describe('a scenario', () => {
  test('is taken by one request, in order, on top of what every request gets', async () => {
    server.always({ text: 'always' });
    server.next({ status: 503, headers: { 'x-should-retry': 'false' } }, { model: 'gpt-none' });
    const [refused, second, third] = [
      await post('/v1/chat/completions', chat),
      await post('/v1/chat/completions', chat),
      await post('/v1/chat/completions', chat),
    ];
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('x-should-retry'), 'false');
    const answers = [await answerOf(second), await answerOf(third)];
    assert.deepEqual(
      answers.map((answer) => [answer.model, contentOf(answer)]),
      [
        ['gpt-none', 'always'],
        ['gpt-4o-mini-2024-07-18', 'always'],
      ],
    );
  });

  test('may come from a function of the request', async () => {
    server.always((request) => ({ text: `you said ${request.json['seed']}` }));
    const answer = await answerOf(post('/v1/chat/completions', { ...chat, seed: 7 }));
    assert.equal(contentOf(answer), 'you said 7');
  });

  test('that throws is told to the client', async () => {
    server.always(() => {
      throw new Error('a mistake in the test');
    });
    const response = await post('/v1/chat/completions', chat);
    assert.equal(response.status, 500);
    assert.match(await response.text(), /a mistake in the test/);
  });

  test('rejects a field that an old server does not know, and only that', async () => {
    server.always({ rejectFields: ['stream_options'] });
    const refused = await post('/v1/chat/completions', streamedChat);
    assert.equal(refused.status, 400);
    assert.match((await answerOf(refused)).error.message, /stream_options/);
    assert.equal((await post('/v1/chat/completions', { ...chat, stream: true })).status, 200);
  });

  test('cuts the connection before the headers', async () => {
    server.next({ cut: 'before-headers' });
    await assert.rejects(post('/v1/chat/completions', chat));
    assert.equal(server.requests[0]?.end, 'cut');
  });

  test('cuts a stream after so many events, all of which arrive', async () => {
    server.next({ cut: { afterEvents: 3 } });
    const response = await post('/v1/chat/completions', streamedChat);
    let text = '';
    await assert.rejects(async () => {
      for await (const bytes of response.body ?? []) text += Buffer.from(bytes).toString();
    });
    assert.equal(eventsOf(text).length, 3);
    assert.equal(server.requests[0]?.end, 'cut');
  });

  test('cuts a whole body in the middle', async () => {
    server.next({ cut: { afterEvents: 1 } });
    const response = await post('/v1/chat/completions', chat);
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  test('ends a stream with an error event', async () => {
    server.next({ failAfterEvents: 2, error: { code: 'overloaded' } });
    const events = eventsOf(await (await post('/v1/chat/completions', streamedChat)).text());
    assert.equal(events.length, 3);
    assert.equal((events[2] as { error: { code: string } }).error.code, 'overloaded');
  });

  test('lets a gate decide when each event is sent', async () => {
    const gate = createGate();
    server.next({ gate });
    const response = await post('/v1/chat/completions', streamedChat);
    await gate.reached(0);
    assert.equal(server.requests[0]?.eventsWritten, 0);
    gate.open(2);
    await gate.reached(2);
    assert.equal(server.requests[0]?.eventsWritten, 2);
    gate.openAll();
    await response.text();
    assert.equal(await server.requests[0]?.ended, 'finished');
  });

  test('writes byte by byte, compressed, and verbatim', async () => {
    server.next({ writes: [1], text: 'Zwölf 🥊' }, { gzip: true, text: 'Zwölf 🥊' }, { body: 'no JSON' });
    const answers = [await post('/v1/chat/completions', chat), await post('/v1/chat/completions', chat)];
    for (const answer of answers) assert.equal(contentOf(await answerOf(answer)), 'Zwölf 🥊');
    assert.equal(await (await post('/v1/chat/completions', chat)).text(), 'no JSON');
  });

  test('changes every event by a function', async () => {
    server.next({ rewrite: (data) => ({ ...(data as object), usage: 'many' }) });
    const events = eventsOf(await (await post('/v1/chat/completions', streamedChat)).text()) as { usage: unknown }[];
    assert.ok(events.every((event) => event.usage === 'many'));
  });
});

describe('the journal', () => {
  test('keeps method, path, header names as sent, and body', async () => {
    await post('/v1/chat/completions?trace=1', chat, { 'X-Team': 'search' });
    const [entry] = server.requests;
    assert.equal(entry?.method, 'POST');
    assert.equal(entry?.url, '/v1/chat/completions?trace=1');
    assert.ok(entry?.headerNames.some((name) => name.toLowerCase() === 'x-team'));
    assert.deepEqual(entry?.json, chat);
    assert.equal(entry?.status, 200);
  });

  test('says that the client closed the connection, and how much was written by then', async () => {
    const gate = createGate();
    gate.open(2);
    server.next({ gate, textEvents: 1000 });
    const response = await post('/v1/chat/completions', streamedChat);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    assert.equal(await server.requests[0]?.ended, 'closed-by-client');
    assert.equal(server.requests[0]?.eventsWritten, 2);
  });

  test('stops writing when nobody reads', async () => {
    server.next({ textEvents: 20_000, rewrite: (data) => ({ ...(data as object), padding: 'x'.repeat(1000) }) });
    const response = await post('/v1/chat/completions', streamedChat);
    const [entry] = server.requests;
    while (entry?.blocked === false) await nextTurn();
    assert.ok((entry?.eventsWritten ?? 0) < 20_000);
    await response.body?.cancel();
  });

  test('can be switched off, and forgets on demand', async () => {
    await using silent = await startWireServer({ journal: false });
    await fetch(`${silent.url}/v1/models`, { headers: { authorization: 'Bearer sk-test' } });
    assert.equal(silent.requests.length, 0);
    await post('/v1/chat/completions', chat);
    server.clear();
    assert.equal(server.requests.length, 0);
  });
});

test('speaks HTTP/2 to a client that begins with it, and resets a stream that is to be cut', async () => {
  const session = connect(server.url);
  const post = async (): Promise<string> => {
    const headers = { ':method': 'POST', ':path': '/v1/chat/completions', authorization: 'Bearer sk-test' };
    const stream = session.request({ ...headers, 'content-type': 'application/json' });
    stream.end(JSON.stringify(streamedChat));
    return Buffer.concat(await stream.toArray()).toString();
  };
  try {
    server.next({ textEvents: 3 }, { cut: { afterEvents: 1 } });
    const text = await post();
    assert.equal(eventsOf(text).length, 6);
    await assert.rejects(post(), { code: 'ERR_HTTP2_STREAM_ERROR' });
  } finally {
    session.destroy();
  }
  assert.deepEqual(server.requests[0]?.headerNames, ['authorization', 'content-type']);
  assert.deepEqual(
    server.requests.map((entry) => entry.end),
    ['finished', 'cut'],
  );
});
