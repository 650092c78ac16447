import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../src/manual-clock.test-support.ts';
import { createPricing, type Pricing } from '../src/pricing/create-pricing.ts';
import type { ReportedEvent } from '../src/report-event.ts';

const hourMs = 3_600_000;
const chat = [
  { unit: 'input', quantity: 1000 },
  { unit: 'output', quantity: 100 },
] as const;

let server: Server;
let directory: string;
let answer: RequestListener;
let requests: { tag: string | undefined }[];
let clock: ManualClock;
let events: ReportedEvent[];
let pricing: Pricing;

beforeEach(async () => {
  requests = [];
  events = [];
  clock = new ManualClock();
  directory = await mkdtemp(join(tmpdir(), 'llm-tracker-refresh-'));
  server = createServer((request, response) => {
    requests.push({ tag: request.headers['if-none-match'] });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  pricing.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  // A last write may still be on its way.
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

describe('refreshing prices', () => {
  it('puts new prices into force, and a book in hand keeps its own', async () => {
    answer = json(rows({ inputCost: 2e-6 }));
    await start();
    const before = pricing.book;
    expect(costOf(before)).toBe('0.003');

    answer = json(rows({ inputCost: 4e-6 }));
    await refreshUntil(() => pricing.book !== before);
    expect(costOf(pricing.book)).toBe('0.005');
    expect(costOf(before)).toBe('0.003');
    expect(pricing.book.snapshot).not.toBe(before.snapshot);
    expect(pricing.book.snapshot).toMatch(/^2026-11-24-[0-9a-f]{8}$/);
    expect(failures()).toEqual([]);
  });

  it('asks by tag and changes nothing when nothing changed', async () => {
    answer = json(rows(), { etag: '"one"' });
    await start();
    const { book } = pricing;
    answer = (_, response) => response.writeHead(304).end();
    await refreshUntil(() => requests.length === 2);
    await until(async () => (await readFile(join(directory, 'last-good-prices'), 'utf8')).includes(`:${clock.now()}}`));
    expect(requests.map(({ tag }) => tag)).toEqual([undefined, '"one"']);
    expect(pricing.book).toBe(book);
    expect(failures()).toEqual([]);
  });

  it.each<[name: string, hostile: () => RequestListener]>([
    ['malformed JSON', () => (_, response) => response.end('{ "gpt-4o": ')],
    ['no rows at all', () => json({})],
    ['a list', () => json([])],
    ['half of the rows', () => json(rows({ count: 20 }))],
    ['tenfold prices', () => json(rows({ inputCost: 2e-5, outputCost: 1e-4 }))],
    ['prices of zero', () => json(rows({ inputCost: 0, outputCost: 0 }))],
    ['prices that are objects of a new kind', () => json(rows({ inputCost: ['2e-6'] }))],
    ['50 MB', () => (_, response) => response.end(Buffer.alloc(50 * 1024 * 1024, ' '))],
    ['a redirect', () => (_, response) => response.writeHead(302, { location: 'https://example.com/' }).end()],
    ['an error', () => (_, response) => response.writeHead(500).end()],
    ['half of an answer', () => (_, response) => response.writeHead(200, { 'content-length': 99 }).end('{')],
    ['a closed connection', () => (request) => request.destroy()],
  ])('keeps the last good book when it gets %s, and says so', async (_name, hostile) => {
    answer = json(rows());
    await start();
    const { book } = pricing;
    answer = hostile();
    await refreshUntil(() => failures().length === 1);
    expect(pricing.book).toBe(book);
    expect(costOf(pricing.book)).toBe('0.003');
    expect(failures()[0]).toMatchObject({ level: 'warning', details: { snapshot: book.snapshot } });
  });

  it('gives up after 10 s without an answer', async () => {
    answer = json(rows());
    await start();
    const { book } = pricing;
    answer = () => undefined;
    await refreshUntil(() => requests.length === 2);
    await clock.advance(10_000);
    await until(() => failures().length === 1);
    expect(failures()[0]?.error).toMatchObject({ message: expect.stringContaining('10 s') });
    expect(pricing.book).toBe(book);
  });

  it('reports a row of failures once, and goes on trying every hour', async () => {
    answer = json(rows());
    await start();
    answer = (_, response) => response.writeHead(500).end();
    await refreshUntil(() => failures().length === 1);
    for (const count of [3, 4, 5]) {
      await advance(hourMs);
      await until(() => requests.length === count);
    }
    answer = json(rows({ inputCost: 3e-6 }));
    await until(async () => {
      await advance(hourMs);
      return costOf(pricing.book) === '0.004';
    });
    expect(failures()).toHaveLength(1);
  });

  it('does not take single prices that moved too far, and takes the others', async () => {
    answer = json(rows());
    await start();
    const { book } = pricing;
    const next = rows({ inputCost: 3e-6 });
    next['model-7'] = { litellm_provider: 'openai', input_cost_per_token: 2e-4, output_cost_per_token: 1e-5 };
    answer = json(next);
    await refreshUntil(() => pricing.book !== book);
    expect(costOf(pricing.book, 'model-7')).toBe('0.003');
    expect(costOf(pricing.book, 'model-8')).toBe('0.004');
    expect(events.map(({ type }) => type)).toContain('pricing:rows_quarantined');
  });

  it('never forgets a row that a refresh drops', async () => {
    answer = json(rows());
    await start();
    const { book } = pricing;
    const next = rows();
    delete next['model-7'];
    answer = json(next);
    await refreshUntil(() => pricing.book !== book);
    const cost = pricing.book.price({ provider: 'openai', model: 'model-7', items: chat });
    expect(cost).toMatchObject({ status: 'priced', costUsdExact: '0.003', flags: [`retired-row:${book.snapshot}`] });
  });

  it('says once per file which price keys it does not understand', async () => {
    const strange = rows();
    Object.assign(strange['model-1'] ?? {}, { input_cost_per_dream: 1 });
    answer = json(strange);
    await start();
    await until(() => events.length > 0);
    expect(events).toMatchObject([{ type: 'pricing:unknown_keys', level: 'info' }]);
    expect(events[0]?.message).toContain('input_cost_per_dream');
  });

  it('starts from the prices that an earlier process left, and leaves none that another source had', async () => {
    answer = json(rows({ inputCost: 4e-6 }));
    await start();
    await until(async () => (await readdir(directory)).includes('last-good-prices'));
    pricing.stop();

    answer = (_, response) => response.writeHead(500).end();
    pricing = make();
    pricing.start();
    await until(() => costOf(pricing.book) === '0.005');
    expect(requests).toHaveLength(1);
    pricing.stop();

    pricing = make({ path: '/another' });
    pricing.start();
    await until(() => clock.waiting.timers > 0);
    expect(costOf(pricing.book)).toBeNull();
  });

  it('reads again what was kept at a time that is still to come', async () => {
    answer = json(rows());
    await start();
    pricing.stop();
    clock.wallOffsetMs -= 10 * 24 * hourMs;
    pricing = make();
    pricing.start();
    await advance(0);
    await until(() => requests.length === 2);
  });

  it('keeps no process alive by waiting, for the next day or for an answer', async () => {
    answer = json(rows());
    await start();
    expect(clock.waiting.keepingAlive).toBe(0);

    answer = () => undefined;
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'refresh-and-leave.ts'),
      `http://127.0.0.1:${port}/`,
      directory,
    ]);
    onTestFinished(() => void child.kill());
    const exit = once(child, 'exit');
    await until(() => requests.length === 2);
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
  });

  it('reads a file by its path, once, when the interval is 0', async () => {
    answer = json({});
    pricing = createPricing({
      customPricing: undefined,
      pricing: {
        source: join(import.meta.dirname, '../../../tests/price-cases/fixtures/price-file.json'),
        refreshIntervalMs: 0,
      },
      report: (event) => events.push(event),
      clock,
      cacheDirectory: directory,
    });
    const { book } = pricing;
    pricing.start();
    await until(() => clock.waiting.timers > 0);
    await clock.advance(0);
    await until(() => pricing.book !== book);
    expect(clock.waiting.timers).toBe(0);
    expect(failures()).toEqual([]);
    expect(await readdir(directory)).toEqual([]);
  });
});

function make({ path = '/prices.json' } = {}): Pricing {
  const { port } = server.address() as AddressInfo;
  return createPricing({
    customPricing: undefined,
    pricing: { source: `http://127.0.0.1:${port}${path}` },
    report: (event) => events.push(event),
    clock,
    cacheDirectory: directory,
  });
}

/** Begins, and waits for the first file. */
async function start(): Promise<void> {
  pricing = make();
  const { book } = pricing;
  pricing.start();
  await until(() => clock.waiting.timers > 0);
  await clock.advance(0);
  await until(() => pricing.book !== book);
  await until(async () => (await readdir(directory)).includes('last-good-prices'));
}

/** Lets a day pass, and then the network and the disk do their work. */
async function refreshUntil(condition: () => boolean): Promise<void> {
  await until(() => clock.waiting.timers > 0);
  await advance(24 * hourMs);
  await until(condition);
}

async function advance(byMs: number): Promise<void> {
  await until(() => clock.waiting.timers > 0);
  await clock.advance(byMs);
}

/** Waits for I/O, turn by turn of the event loop. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

function failures(): ReportedEvent[] {
  return events.filter(({ type }) => type === 'price_refresh_failed');
}

function costOf(book: Pricing['book'], model = 'model-1'): string | null {
  return book.price({ provider: 'openai', model, items: chat }).costUsdExact;
}

function json(value: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => response.writeHead(200, headers).end(JSON.stringify(value));
}

function rows({ count = 100, inputCost = 2e-6 as unknown, outputCost = 1e-5 as unknown } = {}): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `model-${index}`,
      { litellm_provider: 'openai', input_cost_per_token: inputCost, output_cost_per_token: outputCost },
    ]),
  );
}
