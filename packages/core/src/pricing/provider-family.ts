/** The providers whose rules this package knows. */
export type ProviderFamily =
  | 'openai'
  | 'claude'
  | 'gemini'
  | 'vertex'
  | 'azure'
  | 'azure_ai'
  | 'bedrock'
  | 'bedrock_mantle';

/** Our id first, then what else the provider is called, in price files and model prefixes. */
const names: Readonly<Record<ProviderFamily, readonly string[]>> = {
  openai: ['openai', 'text-completion-openai'],
  claude: ['claude', 'anthropic'],
  gemini: ['gemini'],
  vertex: ['vertex', 'vertex_ai'],
  azure: ['azure', 'azure_text'],
  azure_ai: ['azure_ai'],
  bedrock: ['bedrock', 'bedrock_converse'],
  bedrock_mantle: ['bedrock_mantle'],
};

const familyByName: ReadonlyMap<string, ProviderFamily> = new Map(
  (Object.keys(names) as ProviderFamily[]).flatMap((family) => names[family].map((name) => [name, family] as const)),
);

/** The family of a provider id or of a row's `litellm_provider`; undefined for anybody else. */
export function familyOf(provider: string): ProviderFamily | undefined {
  return familyByName.get(provider) ?? (provider.startsWith('vertex_ai-') ? 'vertex' : undefined);
}

/** Every name of a family, for patterns and prefixes. */
export function namesOf(family: ProviderFamily): readonly string[] {
  return names[family];
}
