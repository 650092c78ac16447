import type { ItemOrigin, UsageReport } from './usage-report.ts';

/** Input as OpenAI and Google state it: everything else is inside `whole`. Each count may be unstated. */
export interface InputCounts {
  whole: number | undefined;
  audio?: number | undefined;
  image?: number | undefined;
  video?: number | undefined;
  /** Of all modalities. */
  cached?: number | undefined;
  /** How `cached` is split. Without it text counts as cached first. */
  cachedSplit?: Record<'audio' | 'image' | 'video', number | undefined> | undefined;
  /** Written to the cache: all of it, and what of it is kept for 12 hours; the rest is kept for 30 minutes. */
  written?: number | undefined;
  written12h?: number | undefined;
}

/** Adds inclusive input as disjoint items. */
export function addInput(report: UsageReport, counts: InputCounts, origin?: ItemOrigin): void {
  const { audio, image, video, written = 0, cached } = counts;
  const text = minus(counts.whole, sum(audio, image, video, written));
  const split = counts.cachedSplit ?? cachedAfterText(counts, text);
  const cachedText = minus(cached, sum(split.audio, split.image, split.video));

  report.addWhole('input', text, [['input_cache_read', cachedText]], origin);
  report.addWhole('input_cache_write_30m', counts.written, [['input_cache_write_12h', counts.written12h]], origin);
  report.addWhole('input_audio', audio, [['input_audio_cache_read', split.audio]], origin);
  report.addWhole('input_image', image, [['input_image_cache_read', split.image]], origin);
  report.addWhole('input_video', video, [['input_video_cache_read', split.video]], origin);
}

/** Cached text first, then the other modalities as far as they go. */
function cachedAfterText(counts: InputCounts, text: number | undefined): NonNullable<InputCounts['cachedSplit']> {
  let beyondText = Math.max((counts.cached ?? 0) - Math.max(text ?? Number.POSITIVE_INFINITY, 0), 0);
  const take = (stated: number | undefined): number | undefined => {
    if (stated === undefined) return undefined;
    const taken = Math.min(beyondText, stated);
    beyondText -= taken;
    return taken;
  };
  return { audio: take(counts.audio), image: take(counts.image), video: take(counts.video) };
}

/** Of counts of which some may be unstated. */
function sum(...counts: (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

function minus(whole: number | undefined, part: number): number | undefined {
  return whole === undefined ? undefined : whole - part;
}
