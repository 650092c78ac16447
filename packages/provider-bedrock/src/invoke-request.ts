import type { BedrockInvokeReaderOptions } from '@llm-tracker/wire';
import { memberOf } from './member-of.ts';

/** Models that are billed by image or by documents ranked, which only the request says in full. */
const imageModels = /(^|[./])(amazon\.(nova-canvas|titan-image)|stability\.)/;
const rankModels = /rerank/;

/** What an InvokeModel request says of its own usage; undefined where the answer says it all. */
export function readInvokeRequest(input: unknown): BedrockInvokeReaderOptions | undefined {
  const modelId = memberOf(input, 'modelId');
  if (typeof modelId !== 'string') return undefined;
  if (rankModels.test(modelId)) {
    const documents = memberOf(readBody(input), 'documents');
    return { documents: Array.isArray(documents) ? documents.length : undefined };
  }
  return imageModels.test(modelId) ? { imageVariant: imageVariant(readBody(input)) } : undefined;
}

/** Seconds of video that an asynchronous invocation was asked for, and their size: Amazon's models, then Luma's. */
export function readVideoRequest(input: unknown): { seconds: number | undefined; size: string | undefined } {
  const modelInput = memberOf(input, 'modelInput');
  const config = memberOf(modelInput, 'videoGenerationConfig');
  const seconds = memberOf(config, 'durationSeconds') ?? secondsIn(memberOf(modelInput, 'duration'));
  const size = memberOf(config, 'dimension') ?? memberOf(modelInput, 'resolution');
  return {
    seconds: typeof seconds === 'number' ? seconds : undefined,
    size: typeof size === 'string' ? size : undefined,
  };
}

/** `<width>x<height>` or `<width>x<height>/<quality>`; Stability's older models are priced by steps instead of quality. */
function imageVariant(body: unknown): string | undefined {
  const config = memberOf(body, 'imageGenerationConfig') ?? body;
  const width = memberOf(config, 'width');
  const height = memberOf(config, 'height');
  if (typeof width !== 'number' || typeof height !== 'number') return undefined;
  const steps = memberOf(config, 'steps');
  const quality = typeof steps === 'number' ? `${steps}-steps` : memberOf(config, 'quality');
  return typeof quality === 'string' ? `${width}x${height}/${quality}` : `${width}x${height}`;
}

function secondsIn(duration: unknown): number | undefined {
  const digits = typeof duration === 'string' ? /^(\d+)s$/.exec(duration)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

function readBody(input: unknown): unknown {
  const body = memberOf(input, 'body');
  const text =
    body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString() : body;
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The model will refuse it.
    return undefined;
  }
}
