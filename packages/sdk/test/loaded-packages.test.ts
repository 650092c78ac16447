import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const vendors = ['openai', '@anthropic-ai/sdk', '@google/genai', '@aws-sdk/client-bedrock-runtime', 'mongodb'];

/** The packages of vendors that a process loads which connects with these keys. */
async function loadedWith(apiKeys: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ resolve(specifier, context, next) { seen.add(specifier); return next(specifier, context); } });
    const { LLMTrackerSDK, MemoryAdapter, MongoAdapter } = await import('llm-tracker-sdk');
    new MongoAdapter({ uri: 'mongodb://127.0.0.1:1' });
    const sdk = new LLMTrackerSDK({ projectName: 'p', apiKeys: ${apiKeys}, database: new MemoryAdapter() });
    await sdk.connect();
    await sdk.disconnect();
    console.log(JSON.stringify(${JSON.stringify(vendors)}.filter((name) => seen.has(name))));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=llm-tracker-source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, env: { ...process.env, LLM_TRACKER_PRICE_SOURCE: 'off' } },
  );
  return JSON.parse(stdout) as string[];
}

it.each([
  ['{}', []],
  ["{ openai: 'sk-test', claude: undefined }", ['openai']],
  ["{ claude: 'sk-ant-test' }", ['@anthropic-ai/sdk']],
  ["{ gemini: 'key' }", ['@google/genai']],
  ["{ bedrock: { region: 'us-east-1' } }", ['@aws-sdk/client-bedrock-runtime']],
])('loads what %s names, and nothing else', async (apiKeys, expected) => {
  expect(await loadedWith(apiKeys)).toEqual(expected);
});
