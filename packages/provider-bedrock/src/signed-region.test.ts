import { expect, it } from 'vitest';
import { signedRegion } from './signed-region.ts';

it('finds the region in the credential scope of a signature, and none beside a bearer token', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKID/20260115/eu-west-1/bedrock/aws4_request, SignedHeaders=host, Signature=00';
  expect(signedRegion({ headers: { authorization } })).toBe('eu-west-1');
  expect(signedRegion({ headers: { authorization: 'Bearer bedrock-api-key' } })).toBeUndefined();
  expect(signedRegion({ headers: {} })).toBeUndefined();
  expect(signedRegion(undefined)).toBeUndefined();
});
