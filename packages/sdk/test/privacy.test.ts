import { LLMTrackerSDK, MemoryAdapter } from 'llm-tracker-sdk';
import { expect, it } from 'vitest';
import { useWireServer } from './wire-environment.ts';

const wire = useWireServer();
const secret = 'Rumpelstiltskin';

it('stores no prompt, no answer, no key, no header and no address, of calls that succeed or fail', async () => {
  await using sdk = new LLMTrackerSDK({
    projectName: 'my-project',
    apiKeys: {
      openai: `sk-${secret}`,
      claude: `sk-ant-${secret}`,
      gemini: `key-${secret}`,
      azure: { apiKey: `azure-${secret}`, endpoint: wire.server.url },
      bedrock: { region: 'us-east-1', accessKeyId: `AKIA${secret}`, secretAccessKey: secret },
    },
    database: new MemoryAdapter(),
    retry: { maxRetries: 0 },
    onEvent: () => undefined,
  });
  await sdk.connect();
  const messages = [{ role: 'user' as const, content: secret }];
  const headers = { 'x-app': secret };
  const calls = [
    () => sdk.openai.chat.completions.create({ model: 'gpt-4o', messages, user: secret }, { headers }),
    () => sdk.claude.messages.create({ model: 'claude-sonnet-4-20250514', max_tokens: 9, messages, system: secret }),
    () => sdk.azure.chat.completions.create({ model: 'gpt-4o', messages }),
    () => sdk.gemini.generateContent({ model: 'gemini-2.5-flash', contents: secret }),
    () => sdk.bedrock.chat({ modelId: 'amazon.nova-lite-v1:0', messages, system: secret }),
  ];
  for (const call of calls) {
    wire.server.next({ text: secret });
    expect(JSON.stringify(await call())).toContain(secret);
    wire.server.next({ status: 401, error: { message: `Incorrect API key provided: sk-${secret}0123456789abcdef.` } });
    await expect(call()).rejects.toThrow();
  }
  const rows = await sdk.tracker.listCalls();
  expect(rows.filter(({ success }) => success)).toHaveLength(calls.length);
  expect(rows.filter(({ success, error }) => !success && error !== null)).toHaveLength(calls.length);
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(JSON.stringify(rows)).not.toContain('127.0.0.1');
});
