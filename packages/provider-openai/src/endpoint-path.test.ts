import { expect, it } from 'vitest';
import { readEndpointPath } from './endpoint-path.ts';

it.each([
  ['/chat/completions', 'as resources write it'],
  ['/chat/completions/?api-version=1', 'with a query'],
  ['chat/completions', 'below a base URL that ends in a slash'],
  ['/openai/v1/chat/completions', "as groq-sdk's resources write it"],
  ['https://api.openai.com/v1/chat/completions', 'as a whole URL'],
  ['https://gateway.example/team/openai/v1/chat/completions', 'as a whole URL of a gateway'],
  ['https://gateway.example/chat/completions', 'as a whole URL that names no version'],
])('finds /chat/completions in %s, %s', (path) => {
  expect(readEndpointPath(path)).toEqual({ path: '/chat/completions', deployment: undefined });
});

it.each([
  '/deployments/team-gpt/embeddings',
  '/openai/deployments/team-gpt/embeddings?api-version=2024-10-21',
  'https://resource.openai.azure.com/openai/deployments/team-gpt/embeddings',
])('finds the deployment in %s', (path) => {
  expect(readEndpointPath(path)).toEqual({ path: '/embeddings', deployment: 'team-gpt' });
});
