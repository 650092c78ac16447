import { ConfigurationError } from '@llm-tracker/core';
import { describe, expect, it } from 'vitest';
import { type ApiKeys, checkApiKeys } from './sdk-options.ts';

/** The message for keys as an app without types could pass them. */
function refusal(apiKeys: unknown): string {
  try {
    checkApiKeys(apiKeys as ApiKeys);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('The keys were taken.');
}

const azure = { apiKey: 'azure-key', endpoint: 'https://shop.openai.azure.com' };

describe('checkApiKeys', () => {
  it('takes undefined for a provider that is not used', () => {
    expect(checkApiKeys({ openai: undefined, claude: 'sk-ant', azure: undefined })).toEqual({
      openai: undefined,
      claude: 'sk-ant',
      gemini: undefined,
      azure: undefined,
      bedrock: undefined,
    });
  });

  it('leaves credentials to the AWS SDK when there are none', () => {
    const bedrock = { region: 'us-east-1', accessKeyId: undefined, secretAccessKey: undefined };
    expect(checkApiKeys({ bedrock }).bedrock).toEqual({ region: 'us-east-1', credentials: undefined });
  });

  it.each([
    [undefined, 'apiKeys must be an object with openai, claude, gemini, azure, bedrock, but is missing. For example'],
    [
      { anthropic: 'x' },
      'apiKeys.anthropic must be one of openai, claude, gemini, azure, bedrock, but is none of them.',
    ],
    [{ openai: '' }, 'apiKeys.openai must be a non-empty string, but is empty.'],
    [{ claude: null }, 'apiKeys.claude must be a non-empty string, but is null.'],
    [{ gemini: { apiKey: 'x' } }, 'apiKeys.gemini must be a non-empty string, but is an object.'],
    [{ azure: 'x' }, 'apiKeys.azure must be an object with apiKey, endpoint, deployment, apiVersion, but is a string.'],
    [
      { azure: { ...azure, version: '1' } },
      'apiKeys.azure.version must be one of apiKey, endpoint, deployment, apiVersion',
    ],
    [
      { azure: { endpoint: azure.endpoint } },
      'apiKeys.azure.apiKey must be an API key, but is missing. Is the environment',
    ],
    [{ azure: { apiKey: 'x' } }, 'apiKeys.azure.endpoint must be the URL of the resource, but is missing.'],
    [{ azure: { ...azure, endpoint: 'shop' } }, 'apiKeys.azure.endpoint must be a URL such as'],
    [{ bedrock: {} }, 'apiKeys.bedrock.region must be a region such as us-east-1, but is missing.'],
    [
      { bedrock: { region: 'us-east-1', accessKeyId: 'AKIA' } },
      'apiKeys.bedrock.secretAccessKey must be set beside accessKeyId, but is missing.',
    ],
    [
      { bedrock: { region: 'us-east-1', secretAccessKey: 'secret' } },
      'apiKeys.bedrock.accessKeyId must be set beside secretAccessKey, but is missing.',
    ],
  ])('refuses %j', (apiKeys, message) => {
    expect(refusal(apiKeys)).toContain(message);
  });

  it('never shows a key', () => {
    const refused = [
      refusal({ openai: 'sk-secret', openAi: 'sk-secret' }),
      refusal({ azure: { ...azure, apiKey: 'sk-secret', endpoint: 'sk-secret' } }),
      refusal({ bedrock: { region: 'us-east-1', secretAccessKey: 'sk-secret' } }),
      refusal('sk-secret'),
    ];
    for (const message of refused) expect(message).not.toContain('sk-secret');
  });
});
