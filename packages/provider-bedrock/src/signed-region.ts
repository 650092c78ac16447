/** The region that a request was signed for; undefined when it bears a token instead. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signedRegion(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null || !('headers' in request)) return undefined;
  const { headers } = request;
  if (typeof headers !== 'object' || headers === null || !('authorization' in headers)) return undefined;
  return /Credential=[^/]*\/\d+\/([a-z0-9-]+)\//.exec(String(headers.authorization))?.[1];
}
