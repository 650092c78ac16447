import { addInput } from './add-input.ts';
import { addOutput } from './add-output.ts';
import { readCount, readList, readObject } from './read-json.ts';
import type { UsageReport } from './usage-report.ts';

type Modalities = Record<'audio' | 'image' | 'video', number | undefined>;

/**
 * Adds usage metadata: cached content is inside the prompt, results of tools and thoughts stand beside prompt and
 * candidates, and documents count as text. https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function addGeminiUsage(report: UsageReport, value: unknown): void {
  const usage = readObject<
    | 'promptTokenCount'
    | 'promptTokensDetails'
    | 'cachedContentTokenCount'
    | 'cacheTokensDetails'
    | 'toolUsePromptTokenCount'
    | 'toolUsePromptTokensDetails'
    | 'candidatesTokenCount'
    | 'candidatesTokensDetails'
    | 'responseTokenCount'
    | 'responseTokensDetails'
    | 'thoughtsTokenCount'
    | 'totalTokenCount'
    | 'trafficType'
    | 'serviceTier'
  >(value);
  report.identify({ serviceTier: usage.serviceTier ?? usage.trafficType });

  const prompt = readCount(usage.promptTokenCount);
  const toolUse = readCount(usage.toolUsePromptTokenCount);
  addInput(report, {
    whole: prompt,
    ...readModalities(usage.promptTokensDetails),
    cached: readCount(usage.cachedContentTokenCount),
    cachedSplit: readList(usage.cacheTokensDetails).length > 0 ? readModalities(usage.cacheTokensDetails) : undefined,
  });
  // Apart from the prompt, because only the prompt decides whether it is a long one.
  addInput(report, { whole: toolUse, ...readModalities(usage.toolUsePromptTokensDetails) }, { variant: 'tool_use' });

  // A live session says response where an answer says candidates.
  const candidates = readCount(usage.candidatesTokenCount ?? usage.responseTokenCount);
  const modalities = readModalities(usage.candidatesTokensDetails ?? usage.responseTokensDetails);
  const thoughts = readCount(usage.thoughtsTokenCount);
  // Early answers counted thoughts among the candidates; then the total has no room for them.
  const withoutThoughts = (prompt ?? 0) + (toolUse ?? 0) + (candidates ?? 0);
  const inside = candidates !== undefined && thoughts !== 0 && usage.totalTokenCount === withoutThoughts;
  addOutput(report, { whole: candidates, reasoning: inside ? thoughts : undefined, ...modalities });
  if (!inside) report.add('output_reasoning', thoughts);
}

function readModalities(value: unknown): Modalities {
  const modalities: Modalities = { audio: undefined, image: undefined, video: undefined };
  for (const element of readList(value)) {
    const { modality, tokenCount } = readObject<'modality' | 'tokenCount'>(element);
    if (modality === 'AUDIO') modalities.audio = (modalities.audio ?? 0) + (readCount(tokenCount) ?? 0);
    if (modality === 'IMAGE') modalities.image = (modalities.image ?? 0) + (readCount(tokenCount) ?? 0);
    if (modality === 'VIDEO') modalities.video = (modalities.video ?? 0) + (readCount(tokenCount) ?? 0);
  }
  return modalities;
}
