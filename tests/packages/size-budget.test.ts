import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { rolldown } from '../tools/checks/rolldown.ts';

const core = join(import.meta.dirname, '../../packages/core/src');
const index = JSON.stringify(join(core, 'index.ts'));
const plugin = JSON.stringify(join(core, 'plugin.ts'));
const noPrices = "export const bundledSnapshot = '';\nexport const bundledPrices = '';\n";

/** Bytes that an app gets which bundles this import: minified, gzipped, without the bundled prices, which are data. */
async function bundledBytes(code: string): Promise<number> {
  const bundle = await rolldown({
    input: 'app',
    platform: 'node',
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' || id.endsWith('/bundled-prices.generated.ts') ? `\0${id}` : null),
        load: (id) => (id === '\0app' ? code : id.startsWith('\0') ? noPrices : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  expect(output).toHaveLength(1);
  return gzipSync(output[0].code).length;
}

test('an app that makes trackers bundles at most 40 kB of core, minified and gzipped, beside its prices', async () => {
  const bytes = await bundledBytes(`export { createTracker } from ${index};`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(40_000);
});

test('all that core exports, to apps and to plugins, the reference adapter included, is at most 44.5 kB', async () => {
  const bytes = await bundledBytes(`export * from ${index};\nexport * from ${plugin};`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(44_500);
});
