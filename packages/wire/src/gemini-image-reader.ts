import type { UsageReader } from '@llm-tracker/core/plugin';
import { isObject, readCount, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface GeminiImageReaderOptions {
  /** How many images were asked for. @default as many as the answer holds */
  count?: number | undefined;
}

const noFields: readonly string[] = [];
const fields: readonly string[] = ['predictions', 'generatedImages'];

/** Reads images made by Imagen, whose answers state no usage. https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api */
export function geminiImageReader(options: GeminiImageReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  return {
    // An answer is megabytes of image; with the count known nothing of it needs parsing.
    fields: options.count === undefined ? fields : noFields,
    push(part) {
      if (!isObject(part)) return false;
      const body = readObject<'predictions' | 'generatedImages'>(part);
      const made = [...readList(body.predictions), ...readList(body.generatedImages)].filter(isImage).length;
      report.clearItems();
      report.add('image', options.count === undefined ? made : readCount(options.count));
      return true;
    },
    result: () => report.build(),
  };
}

/** What the safety filter held back is listed with its reason instead. */
function isImage(value: unknown): boolean {
  return isObject(value) && readObject<'raiFilteredReason'>(value).raiFilteredReason === undefined;
}
