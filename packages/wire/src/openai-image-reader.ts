import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiSvgUsage, addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, readCount, readId, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface OpenaiImageReaderOptions {
  /** How many images were asked for. @default 1 */
  n?: number | null | undefined;
  size?: string | null | undefined;
  quality?: string | null | undefined;
}

const needles: readonly string[] = ['.completed"'];
const fields: readonly string[] = ['created', 'size', 'quality', 'usage', 'svg_usage'];

/**
 * Reads generated and edited images: tokens where the answer states them, else (DALL·E) the images that were asked for, by
 * size and quality. https://platform.openai.com/docs/api-reference/images/object
 */
export function openaiImageReader(options: OpenaiImageReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const body = readObject<'created' | 'size' | 'quality' | 'usage' | 'svg_usage'>(part);
      if (isObject(body.usage)) addOpenaiTokenUsage(report, body.usage, { outputUnit: 'output_image' });
      else if (typeof body.created === 'number') {
        report.add('image', readCount(options.n) ?? 1, readVariant(body.size ?? options.size, options.quality));
      }
      addOpenaiSvgUsage(report, body.svg_usage);
    },
    result: () => report.build(),
  };
}

function readVariant(size: unknown, quality: unknown): { variant: string } | undefined {
  const sizeText = readId(size);
  if (sizeText === undefined || !/^\d+x\d+$/.test(sizeText)) return undefined;
  const qualityText = readId(quality);
  const named = qualityText !== undefined && qualityText !== 'auto';
  return { variant: named ? `${sizeText}/${qualityText}` : sizeText };
}
