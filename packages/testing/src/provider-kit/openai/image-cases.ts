import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const prompt = 'a tracker';
const imageRecord: ExpectedRecord = {
  operation: 'images',
  model: 'gpt-image-1',
  requestedModel: 'gpt-image-1',
  streamed: false,
  success: true,
  attempts: 1,
  httpStatus: 200,
  usageSource: 'reported',
  promptTokens: 120,
  completionTokens: 30,
  units: { input: 120, output_image: 30 },
};
const pixels = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 255]);

/** Images: tokens where the answer states them, else the images that were asked for. */
export const imageCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'counts the tokens of generated images',
    needs: 'images',
    act: ({ client }) => client.images.generate({ model: 'gpt-image-1', prompt, n: 2, size: '1024x1024' }),
    records: [imageRecord],
  }),
  openaiCase({
    name: 'counts images by number, size and quality where no tokens are stated',
    needs: 'images',
    act: ({ client }) => client.images.generate({ model: 'dall-e-3', prompt, size: '1792x1024', quality: 'hd', n: 1 }),
    records: [
      {
        operation: 'images',
        model: 'dall-e-3',
        usageSource: 'reported',
        totalTokens: null,
        units: { 'image 1792x1024/hd': 1 },
      },
    ],
  }),
  openaiCase({
    name: 'counts edited images, uploaded as a form',
    needs: 'images',
    async act({ client, context }) {
      const image = await context.toFile(pixels, 'tracker.png');
      const mask = await context.toFile(pixels, 'mask.png');
      return client.images.edit({ model: 'gpt-image-1', image, mask, prompt, quality: 'high' });
    },
    records: [imageRecord],
  }),
  openaiCase({
    name: 'counts variations by what the form asks for',
    needs: 'images',
    async act({ client, context }) {
      const image = await context.toFile(pixels, 'tracker.png');
      return client.images.createVariation({ image, model: 'dall-e-2', n: 3, size: '512x512' });
    },
    records: [
      {
        operation: 'images',
        model: 'dall-e-2',
        requestedModel: 'dall-e-2',
        usageSource: 'reported',
        totalTokens: null,
        units: { 'image 512x512': 3 },
      },
    ],
  }),
  openaiCase({
    name: 'counts streamed images once, with their partial images',
    needs: 'images',
    skipReason: skipWithoutStreams,
    async act({ client, context }) {
      const generated = await client.images.generate({ model: 'gpt-image-1', prompt, stream: true, partial_images: 1 });
      const image = await context.toFile(pixels, 'tracker.png');
      const edited = await client.images.edit({ model: 'gpt-image-1', image, prompt, stream: true });
      return { generated: await collect(generated), edited: await collect(edited) };
    },
    records: [
      { ...imageRecord, streamed: true },
      { ...imageRecord, streamed: true },
    ],
  }),
];

function skipWithoutStreams(context: OpenaiContext): string | null {
  return context.major < 5 ? 'this SDK does not stream images' : null;
}
