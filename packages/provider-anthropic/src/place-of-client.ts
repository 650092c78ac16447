/** Whose prices a client's calls have, and what else its place says of them. */
export interface Place {
  readonly provider: string;
  readonly region?: string;
  readonly priceContext?: Record<string, string>;
}

/** Hosts of vendors that speak Anthropic's wire format, by the end of their names. */
const vendorHosts: readonly (readonly [suffix: string, provider: string])[] = [
  ['api.anthropic.com', 'claude'],
  ['services.ai.azure.com', 'azure_ai'],
  ['azure.anthropic.com', 'azure_ai'],
  ['openrouter.ai', 'openrouter'],
  ['api.deepseek.com', 'deepseek'],
  ['api.moonshot.ai', 'moonshot'],
  ['api.z.ai', 'zai'],
  ['api.minimax.io', 'minimax'],
];

/** The place of a client of Anthropic's packages, by its class's own public members, since its base URL may be a gateway's; else by its host. Undefined when neither tells. */
export function placeOfClient(client: object, url: URL | null): Place | undefined {
  const awsRegion = textMember(client, 'awsRegion');
  if (awsRegion !== undefined && 'workspaceId' in client) return awsPlatform(awsRegion);
  // Each of the two AWS clients has its own name for the secret.
  if (awsRegion !== undefined && 'awsSecretAccessKey' in client)
    return { provider: 'bedrock_mantle', region: awsRegion };
  if (awsRegion !== undefined && 'awsSecretKey' in client) return { provider: 'bedrock', region: awsRegion };
  const location = 'projectId' in client ? textMember(client, 'region') : undefined;
  if (location !== undefined) return vertex(location);
  if ('resource' in client) return { provider: 'azure_ai' };
  return placeOfHost(url?.hostname ?? '');
}

function placeOfHost(host: string): Place | undefined {
  const aws = /^(bedrock-runtime|bedrock-runtime-fips|bedrock-mantle|aws-external-anthropic)\.([a-z0-9-]+)\./.exec(
    host,
  );
  const region = aws?.[2] ?? '';
  if (aws?.[1] === 'aws-external-anthropic') return awsPlatform(region);
  if (aws?.[1] === 'bedrock-mantle') return { provider: 'bedrock_mantle', region };
  if (aws !== null) return { provider: 'bedrock', region };
  if (host === 'aiplatform.googleapis.com') return vertex('global');
  const location = /^(?:([a-z0-9-]+)-aiplatform|aiplatform\.([a-z]+)\.rep)\.googleapis\.com$/.exec(host);
  if (location !== null) return vertex(location[1] ?? location[2] ?? '');
  const vendor = vendorHosts.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`));
  return vendor === undefined ? undefined : { provider: vendor[1] };
}

/** Anthropic's own API on AWS's Claude Platform has price rows of its own. */
function awsPlatform(region: string): Place {
  return { provider: 'claude', region, priceContext: { platform: 'aws' } };
}

function vertex(location: string): Place {
  return { provider: 'vertex', region: location, priceContext: { location } };
}

function textMember(client: object, name: string): string | undefined {
  const value: unknown = Reflect.get(client, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
