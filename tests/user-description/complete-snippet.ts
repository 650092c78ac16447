import type { Snippet } from './read-snippets.ts';

/** What stands for each "…" of the description: the least that compiles and does something. */
const ellipses: readonly (readonly [ellipsis: string, filling: string])[] = [
  ["name: 'get_weather', ...", "name: 'get_weather'"],
  ['new PostgresAdapter({ ... })', 'new PostgresAdapter({ connectionString: process.env.DATABASE_URL })'],
  ['apiKeys: { ... }', 'apiKeys: { openai: process.env.OPENAI_API_KEY }'],
  ['connect(): Promise<void> { /* ... */ }', 'connect(): Promise<void> {}'],
  ['disconnect(): Promise<void> { /* ... */ }', 'disconnect(): Promise<void> {}'],
  [
    'save(data: TrackingData): Promise<void> { /* ... */ }',
    'save(data: TrackingData): Promise<void> { rows.push(data); }',
  ],
  [
    'saveBatch?(data: TrackingData[]): Promise<void> { /* ... */ }',
    'saveBatch?(data: TrackingData[]): Promise<void> { rows.push(...data); batches += 1; }',
  ],
  [
    'getStats?(filter: StatsFilter): Promise<UsageStats> { /* ... */ }',
    'getStats?(filter: StatsFilter): Promise<UsageStats> { return statsOf(filter); }',
  ],
];

const imports = "import { LLMTrackerSDK, PostgresAdapter } from 'llm-tracker-sdk';\n";

/** The quick start with every key, for snippets that go on from there. */
const connectedSdk = `${imports}
const sdk = new LLMTrackerSDK({
  projectName: 'my-project',
  apiKeys: {
    openai: process.env.OPENAI_API_KEY,
    claude: process.env.ANTHROPIC_API_KEY,
    gemini: process.env.GEMINI_API_KEY,
  },
  database: new PostgresAdapter({ connectionString: process.env.DATABASE_URL }),
});
await sdk.connect();
`;

/** What fills the methods of the custom adapter, and one call that is stored in it. */
const useOfCustomAdapter = `
import { LLMTrackerSDK, type StatsFilter, type UsageStats } from 'llm-tracker-sdk';

const rows: TrackingData[] = [];
let batches = 0;
const statsOf = ({ projectName }: StatsFilter): UsageStats => ({
  totalRequests: rows.filter((row) => row.projectName === projectName).length,
  successfulRequests: 0,
  failedRequests: 0,
  totalTokens: 0,
  totalPromptTokens: 0,
  totalCompletionTokens: 0,
  totalCostUsd: 0,
  avgLatencyMs: 0,
});
const sdk = new LLMTrackerSDK({
  projectName: 'my-project',
  apiKeys: { openai: process.env.OPENAI_API_KEY },
  database: new MyAdapter(),
});
await sdk.connect();
await sdk.openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
const { totalRequests } = await sdk.getStats({ projectName: 'my-project' });
await sdk.disconnect();
console.log(JSON.stringify({ totalRequests, batches, rows: rows.map(({ model, costStatus }) => ({ model, costStatus })) }));
`;

/** A snippet as a module that compiles and runs: as it stands, with its ellipses filled, and with what the page presumes around it. */
export function completeSnippet({ title, code }: Snippet): string {
  const filled = ellipses.reduce((text, [ellipsis, filling]) => text.replace(ellipsis, filling), code);
  if (/\.\.\.(?!data\))/.test(filled)) throw new Error(`The snippet of "${title}" has an ellipsis that nothing fills.`);
  if (code.includes('class MyAdapter')) return filled + useOfCustomAdapter;
  if (code.includes('import ')) return filled;
  const end = '\nawait sdk.disconnect();\n';
  if (!code.includes('new LLMTrackerSDK')) return `${connectedSdk}\n${filled}${end}`;
  // Between making and using it the page presumes `connect()`, which the quick start shows.
  return `${imports}\n${filled.replace(/^\}\);\n/m, '});\nawait sdk.connect();\n')}${end}`;
}
