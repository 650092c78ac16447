import type { ItemOrigin, UsageReport } from './usage-report.ts';

/** Output with its parts inside `whole`. Each count may be unstated. */
export interface OutputCounts {
  whole: number | undefined;
  reasoning?: number | undefined;
  audio?: number | undefined;
  image?: number | undefined;
  video?: number | undefined;
  /** What all output is that no part claims. @default "output" */
  unit?: 'output' | 'output_audio' | 'output_image' | undefined;
}

/** Adds inclusive output as disjoint items. */
export function addOutput(report: UsageReport, counts: OutputCounts, origin?: ItemOrigin): void {
  report.addWhole(
    counts.unit ?? 'output',
    counts.whole,
    [
      ['output_reasoning', counts.reasoning],
      ['output_audio', counts.audio],
      ['output_image', counts.image],
      ['output_video', counts.video],
    ],
    origin,
  );
}

/**
 * Output of which reasoning may be no part: then the grand total names all three beside each other.
 * So xAI counts, whose chat format is OpenAI's otherwise: https://docs.x.ai/docs/key-information/consumption-and-rate-limits
 */
export function withReasoning(counts: {
  input: number | undefined;
  output: number | undefined;
  reasoning: number | undefined;
  total: number | undefined;
}): number | undefined {
  const { input, output, reasoning, total } = counts;
  if (output === undefined || !reasoning) return output;
  return total === (input ?? 0) + output + reasoning ? output + reasoning : output;
}
