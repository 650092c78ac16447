import { describe, expect, it } from 'vitest';
import { scrubText } from './scrub-text.ts';

/** Secrets are put together here so that no scanner takes this file for a leak. */
const filler = 'Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0FeDcBa';

const secrets: readonly (readonly [kind: string, secret: string])[] = [
  ['an OpenAI key', `sk-${filler}`],
  ['an OpenAI project key', `sk-proj-${filler}_-${filler}`],
  ['an OpenAI service account key', `sk-svcacct-${filler}`],
  ['an Anthropic key', `sk-ant-api03-${filler}`],
  ['an OpenRouter key', `sk-or-v1-${filler}`],
  ['a Google API key', `AIza${filler.slice(0, 35)}`],
  ['a Google access token', `ya29.${filler}`],
  ['a Groq key', `gsk_${filler}`],
  ['an xAI key', `xai-${filler}`],
  ['a Replicate key', `r8_${filler}`],
  ['a Hugging Face token', `hf_${filler}`],
  ['a Perplexity key', `pplx-${filler}`],
  ['an AWS access key id', `AKIA${'QWERTYUIOP123456'}`],
  ['a temporary AWS access key id', `ASIA${'QWERTYUIOP123456'}`],
  ['a Bedrock API key', `ABSK${filler}==`],
  ['a short-lived Bedrock API key', `bedrock-api-key-${filler}`],
  ['a GitHub token', `ghp_${filler}`],
  ['a fine-grained GitHub token', `github_pat_${filler}`],
  ['a Slack token', `xoxb-${filler}`],
  ['a JSON Web Token', `eyJ${filler}.eyJ${filler}.${filler}`],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${filler}\n${filler}\n-----END RSA PRIVATE KEY-----`],
];

const credentials: readonly (readonly [kind: string, text: string, expected: string])[] = [
  ['a bearer token', 'sent "Bearer hunter2hunter2"', 'sent "Bearer [redacted]"'],
  ['basic credentials', 'sent "Basic dXNlcjpwYXNz"', 'sent "Basic [redacted]"'],
  ['an authorization header', 'authorization: Token abc def, next', 'authorization: [redacted], next'],
  ['a header as JSON', '{"Authorization":"Bearer x","a":1}', '{"Authorization":"[redacted]","a":1}'],
  ['a query parameter', 'GET /v1?key=hunter2&alt=sse', 'GET /v1?key=[redacted]&alt=sse'],
  ['an api-key header', "'x-goog-api-key': 'hunter2hunter2'", "'x-goog-api-key': '[redacted]'"],
  ['an environment variable', 'OPENAI_API_KEY=hunter2 not accepted', 'OPENAI_API_KEY=[redacted] not accepted'],
  ['a quoted phrase', '"password": "correct horse battery"', '"password": "[redacted]"'],
  ['escaped JSON', '{\\"token\\":\\"hunter2hunter2\\"}', '{\\"token\\":\\"[redacted]\\"}'],
  ['a value without a delimiter', 'Invalid API key hunter2.', 'Invalid API key [redacted]'],
  ['a signed URL', 'X-Amz-Signature=0123456789abcdef&x=1', 'X-Amz-Signature=[redacted]&x=1'],
  ['a connection string', 'postgres://app:hunter2@db:5432/app', 'postgres://[redacted]@db:5432/app'],
  ['a connection string with a raw password', 'mysql://app:p@ss/w@db/app', 'mysql://[redacted]@db/app'],
  ['a cut private key', `before -----BEGIN PRIVATE KEY-----\n${filler}`, 'before [redacted]'],
];

describe('scrubText', () => {
  it.each(secrets)('removes %s wherever it stands', (_kind, secret) => {
    expect(scrubText(`401: ${secret} is not valid`)).toBe('401: [redacted] is not valid');
    expect(scrubText(`{"cause":"${secret}"}`)).toBe('{"cause":"[redacted]"}');
    expect(scrubText(secret)).toBe('[redacted]');
  });

  it.each(credentials)('removes %s and keeps what surrounds it', (_kind, text, expected) => {
    expect(scrubText(text)).toBe(expected);
  });

  it.each([
    'Incorrect API key provided: sk-abcde***********wxyz. You can find your API key at https://platform.openai.com.',
    "This model's maximum context length is 8192 tokens, however you requested 10240 tokens.",
    'password authentication failed for user "app"',
    'duplicate key value violates unique constraint "calls_pkey"',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'see https://example.com:8443/errors?code=42',
  ])('leaves %j as it is', (text) => {
    expect(scrubText(text)).toBe(text);
  });

  it.each([...secrets, ...credentials.map(([kind, text]) => [kind, text] as const)])(
    'does not change what it scrubbed already: %s',
    (_kind, text) => {
      expect(scrubText(scrubText(text))).toBe(scrubText(text));
    },
  );

  it('reads 4,096 characters and returns at most 2,048', () => {
    expect(scrubText('x'.repeat(10_000_000))).toHaveLength(2048);
    expect(scrubText(`${'y'.repeat(5000)} sk-${filler}`)).toBe('y'.repeat(2048));
  });

  it('never cuts a character in half', () => {
    expect(scrubText(`${'x'.repeat(2047)}😀`)).toBe('x'.repeat(2047));
    expect(scrubText(`${'x'.repeat(2046)}😀y`)).toBe(`${'x'.repeat(2046)}😀`);
  });
});
