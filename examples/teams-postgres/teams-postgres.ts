// A server whose calls are counted per team. Needs OPENAI_API_KEY and DATABASE_URL; PORT is 3000 by default.
//   curl -H 'x-team: search' localhost:3000/answer?question=Why
//   curl localhost:3000/stats
import { createServer } from 'node:http';
import { LLMTrackerSDK, PostgresAdapter } from 'llm-tracker-sdk';

const sdk = new LLMTrackerSDK({
  projectName: 'teams',
  apiKeys: { openai: process.env['OPENAI_API_KEY'] },
  database: new PostgresAdapter({ connectionString: process.env['DATABASE_URL'] }),
});
await sdk.connect();

/** Anywhere in the app: it does not know who asks. */
async function answer(question: string): Promise<unknown> {
  const completion = await sdk.openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: question }],
  });
  return { text: completion.choices[0]?.message.content };
}

/** What each team spent, by model, the most expensive first. */
async function stats(): Promise<unknown> {
  const rows = await sdk.tracker.getBreakdown({ projectName: 'teams', groupBy: ['teamName', 'model'] });
  return rows.map(({ group, totals }) => ({
    team: group.teamName,
    model: group.model,
    requests: totals.totalRequests,
    tokens: totals.totalTokens,
    costUsd: totals.totalCostUsdExact,
    // A total is complete when no request is without a cost.
    withoutCost: totals.requestsWithoutCost,
  }));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  // In your app, the team comes from a session or token that you have verified.
  const teamName = request.headers['x-team']?.toString() ?? 'unknown';
  const handle = async (): Promise<unknown> => {
    if (url.pathname === '/answer') return answer(url.searchParams.get('question') ?? 'Hello');
    if (url.pathname === '/stats') return stats();
    return null;
  };
  sdk
    .run({ teamName, tags: { path: url.pathname } }, handle)
    .then((body) => {
      response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    })
    .catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? error.message : 'failed');
    });
});
server.listen(Number(process.env['PORT'] ?? 3000), () => {
  const address = server.address();
  console.log(`http://localhost:${typeof address === 'object' ? address?.port : address}`);
});

process.once('SIGTERM', () => {
  server.close(() => void sdk.disconnect());
  server.closeIdleConnections();
});
