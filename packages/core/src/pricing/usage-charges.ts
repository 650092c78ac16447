import type { UsageUnit } from '../record.ts';
import type { TokenCharge } from './price-keys.ts';

/** Which token key a unit is charged by; units that are no tokens are absent. */
const charges = {
  input: 'input',
  input_cache_read: 'cache_read',
  input_cache_write: 'cache_write',
  input_cache_write_30m: 'cache_write',
  input_cache_write_1h: 'cache_write_1hr',
  input_cache_write_12h: 'cache_write_12hr',
  input_audio: 'input_audio',
  input_audio_cache_read: 'cache_read_audio',
  input_image: 'input_image',
  input_image_cache_read: 'cache_read_image',
  input_video: 'input_video',
  input_video_cache_read: 'cache_read_video',
  output: 'output',
  output_reasoning: 'output_reasoning',
  output_audio: 'output_audio',
  output_image: 'output_image',
  output_video: 'output_video',
} satisfies Partial<Record<UsageUnit, TokenCharge>>;

const chargeByUnit: ReadonlyMap<string, TokenCharge> = new Map(Object.entries(charges));

/** All other units but the custom ones; a forgotten one does not compile. */
const counted: readonly string[] = Object.keys({
  request: true,
  image: true,
  character: true,
  page: true,
  pixel: true,
  second_input: true,
  second_output: true,
  search: true,
  map_search: true,
  file_search: true,
  code_session: true,
  guardrail_unit: true,
} satisfies Record<Exclude<UsageUnit, keyof typeof charges | `custom:${string}`>, true>);

/** The token key that a unit is charged by; undefined for units that are no tokens. */
export function chargeOf(unit: string): TokenCharge | undefined {
  return chargeByUnit.get(unit);
}

/** Whether this is the name of a unit that is no token. */
export function isCountedUnit(unit: string): boolean {
  return counted.includes(unit) || unit.startsWith('custom:');
}

/** Whether a unit counts towards the size of the prompt, cached and written tokens included. */
export function isInputCharge(charge: TokenCharge): boolean {
  return !charge.startsWith('output');
}
