import { describe, expect, it } from 'vitest';
import { type OpenaiImageReaderOptions, openaiImageReader } from './openai-image-reader.ts';

function read(parts: object[], options?: OpenaiImageReaderOptions) {
  const reader = openaiImageReader(options);
  for (const part of parts) reader.push(part);
  return reader.result();
}

describe('openaiImageReader', () => {
  it('takes all output for image tokens unless its details tell text apart', () => {
    const usage = {
      input_tokens: 357,
      input_tokens_details: { text_tokens: 34, image_tokens: 323 },
      output_tokens: 6543,
      total_tokens: 6900,
    };
    const split = { ...usage, output_tokens_details: { text_tokens: 335, image_tokens: 6208 } };
    const input = [
      { unit: 'input', quantity: 34 },
      { unit: 'input_image', quantity: 323 },
    ];
    expect(read([{ created: 1_763_900_000, usage }])).toEqual({
      items: [...input, { unit: 'output_image', quantity: 6543 }],
      promptTokens: 357,
      completionTokens: 6543,
    });
    expect(read([{ created: 1_763_900_000, usage: split }])?.items).toEqual([
      ...input,
      { unit: 'output_image', quantity: 6208 },
      { unit: 'output', quantity: 335 },
    ]);
  });

  it('counts the images that were asked for when the answer has no usage', () => {
    const answer = { created: 1_763_900_000, data: [{ url: 'https://images.example/1' }] };
    expect(read([answer], { n: 2, size: '1024x1792', quality: 'hd' })?.items).toEqual([
      { unit: 'image', quantity: 2, variant: '1024x1792/hd' },
    ]);
    expect(read([answer], { size: 'auto', quality: 'auto' })?.items).toEqual([{ unit: 'image', quantity: 1 }]);
    expect(read([answer], { size: '512x512' })?.items).toEqual([{ unit: 'image', quantity: 1, variant: '512x512' }]);
  });

  it('adds up the images of a stream and counts none that is partial', () => {
    const usage = { input_tokens: 10, output_tokens: 1000, total_tokens: 1010 };
    const parts = [
      { type: 'image_generation.partial_image', created_at: 1_763_900_000, partial_image_index: 0 },
      { type: 'image_generation.completed', created_at: 1_763_900_000, usage },
      { type: 'image_generation.completed', created_at: 1_763_900_000, usage },
    ];
    expect(read(parts)?.items).toEqual([
      { unit: 'input', quantity: 20 },
      { unit: 'output_image', quantity: 2000 },
    ]);
  });

  it('counts the drawing of an SVG at the model that did it', () => {
    const usage = { input_tokens: 10, output_tokens: 1000, total_tokens: 1010 };
    const svgUsage = { model: 'gpt-6-sol', input_tokens: 7, output_tokens: 50, reasoning_tokens: 20, total_tokens: 57 };
    expect(read([{ created: 1, usage, svg_usage: svgUsage }])?.items).toEqual([
      { unit: 'input', quantity: 10 },
      { unit: 'output_image', quantity: 1000 },
      { unit: 'input', quantity: 7, model: 'gpt-6-sol' },
      { unit: 'output_reasoning', quantity: 20, model: 'gpt-6-sol' },
      { unit: 'output', quantity: 30, model: 'gpt-6-sol' },
    ]);
  });

  it('counts nothing of an answer that is no list of images', () => {
    expect(read([{ error: { message: 'no' } }], { n: 4 })).toBeNull();
  });
});
