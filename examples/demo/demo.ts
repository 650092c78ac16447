import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { createTracker } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer } from '@llm-tracker/testing';
import OpenAI from 'openai';
import { makeCalls } from './make-calls.ts';
import { printReport } from './print-report.ts';

const filename = './llm-tracker.db';
const hasKey = process.env['OPENAI_API_KEY'] !== undefined && process.env['OPENAI_API_KEY'] !== '';

// Without a key a server on this machine answers as OpenAI would: real client, real bytes, nothing leaves.
await using server = hasKey ? null : await startWireServer();
// A model takes its time over a long story; this one waits to be broken off.
server?.always(({ json }) => (JSON.stringify(json).includes('long story') ? { hang: { afterEvents: 3 } } : {}));
const client = server === null ? new OpenAI() : new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-demo' });

await using tracker = createTracker({
  projectName: 'demo',
  database: new SqliteAdapter({ filename }),
  // Prices are refreshed once a day; without a key nothing leaves this machine, so the bundled ones must do.
  pricing: server === null ? {} : { refreshIntervalMs: 0 },
});
await tracker.connect();
const openai = tracker.use(openaiProvider(client));

console.log(
  server === null
    ? '\nOPENAI_API_KEY is set: these are real calls to OpenAI, and they cost real money (well under a cent).'
    : `\nOPENAI_API_KEY is not set: no call leaves this machine. A local server at ${server.url} answers in OpenAI's\nwire format, with made-up token counts; client, tracking, prices and database are the real ones.`,
);
const startDate = new Date();
await makeCalls(tracker, openai);
await printReport(tracker, { filename, startDate });
