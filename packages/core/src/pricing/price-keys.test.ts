import { describe, expect, it } from 'vitest';
import { bundledPrices } from './bundled-prices.generated.ts';
import { readPriceFile } from './price-file.ts';
import { parsePriceKey } from './price-keys.ts';

describe('parsePriceKey', () => {
  it.each([
    ['input_cost_per_token', 'input', 0, 'standard'],
    ['output_cost_per_reasoning_token', 'output_reasoning', 0, 'standard'],
    ['cache_read_input_audio_token_cost_flex', 'cache_read_audio', 0, 'flex'],
    ['input_cost_per_token_above_32k_tokens', 'input', 32_000, 'standard'],
    ['input_cost_per_token_above_500_tokens_balanced', 'input', 500, 'balanced'],
    [
      'cache_creation_input_token_cost_above_12hr_above_272k_tokens_ultrafast',
      'cache_write_12hr',
      272_000,
      'ultrafast',
    ],
  ])('reads %s', (key, charge, thresholdTokens, tier) => {
    expect(parsePriceKey(key)).toEqual({ kind: 'token', charge, thresholdTokens, tier });
  });

  it.each([
    'input_cost_per_token_above_1hr',
    'input_cost_per_reasoning_token',
    'cache_creation_input_audio_token_cost',
    'output_cost_per_token_turbo',
    'input_cost_per_token_flex_above_272k_tokens',
    'input_cost_per_dream',
    'fedramp_uplift_multiplier',
  ])('does not guess what %s means', (key) => {
    expect(parsePriceKey(key)).toEqual({ kind: 'unknown' });
  });

  it.each(['max_tokens', 'supports_vision', 'token_count_model', 'mode'])(
    'leaves %s alone, which is no price',
    (key) => {
      expect(parsePriceKey(key)).toBeNull();
    },
  );

  it('understands every key of the bundled snapshot', () => {
    const keys = (bundledPrices.split('\n')[0] ?? '').split(' ').map((key) => key.split('.')[0] ?? '');
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => key !== 'web_search_billing_unit' && parsePriceKey(key)?.kind === 'unknown')).toEqual(
      [],
    );
  });

  it('leaves no price key of a file neither understood nor reported', () => {
    const row = {
      litellm_provider: 'openai',
      input_cost_per_token: 1,
      input_cost_per_dream: 2,
      some_multiplier: 3,
      mode: 'x',
    };
    const { sources, unknownKeys } = readPriceFile({
      sample_spec: row,
      'model-1': row,
      alien: { litellm_provider: 'mars' },
    });
    expect([...sources.keys()]).toEqual(['model-1']);
    expect(Object.keys(sources.get('model-1')?.prices ?? {})).toEqual(['input_cost_per_token']);
    expect(unknownKeys).toEqual(['input_cost_per_dream', 'some_multiplier']);
  });
});
