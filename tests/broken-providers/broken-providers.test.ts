import assert from 'node:assert/strict';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { type OpenaiClientClass, type OpenaiContext, openaiContext, openaiProviderCases } from '@llm-tracker/testing';
import OpenAI, { toFile } from 'openai';
import { describe, test } from 'vitest';
import { brokenBodies } from './broken-bodies.ts';
import { brokenClients } from './broken-clients.ts';
import { brokenCounts } from './broken-counts.ts';

const brokenProviders = [...brokenBodies, ...brokenCounts, ...brokenClients];

function contextOf(install: OpenaiContext['install']): OpenaiContext {
  return openaiContext({ Client: OpenAI as unknown as OpenaiClientClass, toFile, major: 7, install });
}

function runCase(name: string, context: OpenaiContext): Promise<void> {
  const found = openaiProviderCases.find((candidate) => candidate.name === name);
  assert.ok(found, `the kit has no case "${name}"`);
  return found.run(context);
}

describe('the kit names the mistake of a plugin that', () => {
  for (const { mistake, install, failing } of brokenProviders) {
    for (const { name, message } of failing) {
      test(`${mistake}: "${name}"`, () => assert.rejects(runCase(name, contextOf(install)), { message }));
    }
  }
});

describe('and passes the plugin that makes none:', () => {
  const names = new Set(brokenProviders.flatMap(({ failing }) => failing.map(({ name }) => name)));
  const context = contextOf((tracker, client) => tracker.use(openaiProvider(client)));
  for (const name of names) test(name, () => runCase(name, context));
});
