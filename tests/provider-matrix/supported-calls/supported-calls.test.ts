import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  anthropicVersions,
  azureVersions,
  bedrockVersions,
  geminiVersions,
  generativeAiVersions,
  groqVersions,
  openaiVersions,
} from '../sdk-contexts.ts';
import { anthropicCalls } from './anthropic-calls.ts';
import { bedrockCalls } from './bedrock-calls.ts';
import { geminiCalls, generativeAiCalls } from './google-calls.ts';
import { azureCalls, groqCalls, openaiCalls } from './openai-calls.ts';
import { writeTable } from './write-table.ts';

const introduction = `# Supported calls

Every call below is made by the tests, with every version named, on a client that is tracked, against a server that answers as the
vendor does. ✓: the app got its answer, and the call left exactly the rows that it must. –: that version does not have the call.
\`recorded as\` names the \`operation\` of the row and the units of its usage items; what is worked on in the background is one row,
however often it is polled. Helpers that send several requests leave a row for each. Sockets (OpenAI Realtime, Gemini Live) and Gemini's
interactions are not recorded yet.

This page is written by its test: \`vitest run tests/provider-matrix/supported-calls -u\`.
`;

test('every call of every SDK is recorded, and docs/guides/supported-calls.md says so', async () => {
  // Of calls that are to be removed.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const sections = {
    openai: await writeTable(openaiVersions, openaiCalls),
    'AzureOpenAI, of openai': await writeTable(azureVersions, azureCalls),
    'groq-sdk, by the plugin for openai': await writeTable(groqVersions, groqCalls),
    '@anthropic-ai/sdk': await writeTable(anthropicVersions, anthropicCalls),
    '@google/genai': await writeTable(geminiVersions, geminiCalls),
    '@google/generative-ai': await writeTable(generativeAiVersions, generativeAiCalls),
    '@aws-sdk/client-bedrock-runtime': await writeTable(bedrockVersions, bedrockCalls),
  };
  const tables = Object.entries(sections).map(([sdk, table]) => `\n## ${sdk}\n\n${table}\n`);
  await expect(introduction + tables.join('')).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../docs/guides/supported-calls.md'),
  );
}, 120_000);
