import { expect, test } from 'vitest';
import { placeOfClient } from './place-of-client.ts';

const hosts: Readonly<Record<string, unknown>> = {
  'https://api.anthropic.com': { provider: 'claude' },
  'https://bedrock-runtime.eu-west-1.amazonaws.com': { provider: 'bedrock', region: 'eu-west-1' },
  'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com': { provider: 'bedrock', region: 'us-gov-west-1' },
  'https://bedrock-mantle.us-east-1.api.aws/anthropic': { provider: 'bedrock_mantle', region: 'us-east-1' },
  'https://aws-external-anthropic.us-west-2.api.aws': {
    provider: 'claude',
    region: 'us-west-2',
    priceContext: { platform: 'aws' },
  },
  'https://aiplatform.googleapis.com/v1': {
    provider: 'vertex',
    region: 'global',
    priceContext: { location: 'global' },
  },
  'https://us-east5-aiplatform.googleapis.com/v1': {
    provider: 'vertex',
    region: 'us-east5',
    priceContext: { location: 'us-east5' },
  },
  'https://aiplatform.eu.rep.googleapis.com/v1': {
    provider: 'vertex',
    region: 'eu',
    priceContext: { location: 'eu' },
  },
  'https://mine.services.ai.azure.com/anthropic/': { provider: 'azure_ai' },
  'https://api.deepseek.com/anthropic': { provider: 'deepseek' },
  'https://openrouter.ai/api': { provider: 'openrouter' },
  'https://gateway.example.com': undefined,
  'https://notapi.anthropic.com.example.com': undefined,
};

test.each(Object.entries(hosts))('knows whose prices %s has', (url, place) => {
  expect(placeOfClient({}, new URL(url))).toEqual(place);
});

test('trusts what a client is over where it calls', () => {
  const gateway = new URL('https://api.anthropic.com');
  expect(placeOfClient({ awsRegion: 'eu-west-1', awsSecretKey: null }, gateway)).toEqual({
    provider: 'bedrock',
    region: 'eu-west-1',
  });
  expect(placeOfClient({ region: 'us-east5', projectId: null }, gateway)).toMatchObject({ provider: 'vertex' });
  expect(placeOfClient({ resource: null }, gateway)).toEqual({ provider: 'azure_ai' });
});

test('knows nothing of a client without a readable base URL', () => {
  expect(placeOfClient({}, null)).toBeUndefined();
});
