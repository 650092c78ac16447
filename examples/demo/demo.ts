import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { createTracker } from '@llm-tracker/core';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { geminiProvider } from '@llm-tracker/provider-gemini';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer } from '@llm-tracker/testing';
import { makeCalls } from './make-calls.ts';
import { openLocalClients, openRealClients } from './open-clients.ts';
import { printReport } from './print-report.ts';

const filename = './llm-tracker.db';
const hasKey = process.env['OPENAI_API_KEY'] !== undefined && process.env['OPENAI_API_KEY'] !== '';

// Without a key a server on this machine answers as the providers would: real clients, real bytes, nothing leaves.
await using server = hasKey ? null : await startWireServer();
// A model takes its time over a long story; this one waits to be broken off.
server?.always(({ json }) => (JSON.stringify(json).includes('long story') ? { hang: { afterEvents: 3 } } : {}));
const clients = server === null ? openRealClients(process.env) : openLocalClients(server.url);

await using tracker = createTracker({
  projectName: 'demo',
  database: new SqliteAdapter({ filename }),
  // Prices are refreshed once a day; without a key nothing leaves this machine, so the bundled ones must do.
  pricing: server === null ? {} : { refreshIntervalMs: 0 },
});
await tracker.connect();
// All that tracking takes: the clients stay the same objects.
tracker.use(openaiProvider(clients.openai));
if (clients.claude) tracker.use(anthropicProvider(clients.claude));
if (clients.gemini) tracker.use(geminiProvider(clients.gemini));
if (clients.azure) tracker.use(azureOpenaiProvider(clients.azure));
if (clients.bedrock) tracker.use(bedrockProvider(clients.bedrock));

console.log(
  server === null
    ? `\nOPENAI_API_KEY is set: these are real calls to ${Object.keys(clients).join(', ')}, and they cost real money (well under a cent).`
    : `\nOPENAI_API_KEY is not set: no call leaves this machine. A local server at ${server.url} answers in the providers'\nwire formats, with made-up token counts; clients, tracking, prices and database are the real ones.`,
);
const startDate = new Date();
await makeCalls(tracker, clients);
await printReport(tracker, { filename, startDate });
