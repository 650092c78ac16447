import { createTracker, MemoryAdapter, type TrackerEvent } from '@llm-tracker/core';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { openaiProvider } from './openai-provider.ts';

it('tells that a client with a certificate sends its requests where nobody can observe them', () => {
  const events: TrackerEvent[] = [];
  const tracker = createTracker({
    projectName: 'project',
    database: new MemoryAdapter(),
    onEvent: (event) => events.push(event),
  });
  const openai = new OpenAI({ apiKey: 'sk-test' });
  tracker.use(openaiProvider(openai));
  expect(events).toEqual([]);
  // As the SDK notes it, which needs a real certificate for it.
  const certified = new OpenAI({ apiKey: 'sk-test' });
  Object.assign(Reflect.get(certified, '_options'), { x509Transport: {} });
  tracker.use(openaiProvider(certified));
  expect(events).toMatchObject([{ type: 'openai:unobservable', level: 'warning', plugin: 'openai' }]);
});
