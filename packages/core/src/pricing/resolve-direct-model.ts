import { splitCompactDate, withoutIsoDate } from './clean-model-id.ts';
import { findFirst, found, type ModelQuery, type ModelResolution, notFound } from './model-query.ts';

const aliasFallback = 'alias-fallback';

/** OpenAI: the id; of a fine-tune its `ft:<base>` row, never the base model; the id before a colon; the undated alias. */
export function resolveOpenaiModel(query: ModelQuery): ModelResolution {
  const { model } = query;
  // Rows with a path are sizes, containers and fees, not models.
  if (model.includes('/')) return notFound(query);
  if (model.toLowerCase().startsWith('ft:')) {
    const base = model.split(':').slice(0, 2).join(':');
    return findFirst(query, [model, base]) ?? notFound(query);
  }
  const plain = model.split(':')[0] ?? model;
  return findFirst(query, [model, plain, ...aliases(plain)]) ?? notFound(query);
}

/** Anthropic, and its API on AWS's Claude Platform, which has rows of its own. */
export function resolveClaudeModel(query: ModelQuery): ModelResolution {
  const { model, table, context } = query;
  const undated = splitCompactDate(model)?.name ?? null;
  if (context.platform !== 'aws') {
    const names = undated === null ? [model] : [model, [undated, aliasFallback] as const];
    return findFirst(query, names) ?? notFound(query);
  }
  const exact = table.find(`bedrock/claude_platform/${model}`, () => true);
  if (exact !== null) return found(exact);
  const alias = undated === null ? null : table.find(`bedrock/claude_platform/${undated}`, () => true);
  return alias === null ? notFound(query) : found(alias, aliasFallback);
}

/** Google AI Studio: `gemini/<id>`; a bare id only where the row is Gemini's, since most bare rows are Vertex's. */
export function resolveGeminiModel(query: ModelQuery): ModelResolution {
  return findFirst(query, [`gemini/${query.model}`, query.model]) ?? notFound(query);
}

/** Vertex AI. Claude's version is in the requested id, `claude-…@20250929`, and dropped or rewritten by the answer. */
export function resolveVertexModel(query: ModelQuery): ModelResolution {
  const asked = query.requestedModel ?? '';
  const isVersioned = asked.includes('@') && asked.toLowerCase().includes('claude');
  const model = isVersioned ? asked : query.model;
  const names: (string | readonly [string, string])[] = [`vertex_ai/${model}`, model];
  if (model.toLowerCase().includes('claude') && !model.includes('@')) {
    const dated = splitCompactDate(model);
    const name = dated?.name ?? model;
    if (dated !== null) names.push(`vertex_ai/${name}@${dated.date}`, `${name}@${dated.date}`);
    names.push([`vertex_ai/${name}@default`, aliasFallback]);
    if (dated !== null) names.push([`vertex_ai/${name}`, aliasFallback]);
  }
  return findFirst(query, names) ?? notFound(query);
}

/** Azure AI Foundry, undated where no row is dated. Fast mode is a row of its own there. */
export function resolveFoundryModel(query: ModelQuery): ModelResolution {
  const undated = withoutIsoDate(query.model) ?? splitCompactDate(query.model)?.name ?? null;
  const namesOf = (suffix: string): (string | readonly [string, string])[] => {
    const exact = `azure_ai/${query.model}${suffix}`;
    return undated === null ? [exact] : [exact, [`azure_ai/${undated}${suffix}`, aliasFallback]];
  };
  const plain = findFirst(query, namesOf('')) ?? notFound(query);
  if (query.context.speed !== 'fast') return plain;
  const fast = findFirst(query, namesOf('-fast'));
  if (fast !== null || plain.kind !== 'found') return fast ?? plain;
  return { ...plain, tokensUnrated: `azure_ai/${query.model} has no row for fast mode` };
}

/** OpenAI-shaped models on Bedrock. */
export function resolveMantleModel(query: ModelQuery): ModelResolution {
  const { model, region } = query;
  const regional = region === null ? null : findFirst(query, [`bedrock_mantle/${region}/${model}`]);
  const bare = findFirst(query, [`bedrock_mantle/${model}`]);
  if (regional?.kind === 'found') return { ...regional, bareRow: bare?.kind === 'found' ? bare.row : null };
  return bare ?? notFound(query);
}

function aliases(id: string): (readonly [string, string])[] {
  const undated = withoutIsoDate(id);
  return undated === null ? [] : [[undated, aliasFallback]];
}
