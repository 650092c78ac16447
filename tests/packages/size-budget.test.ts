import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { build } from '../tools/checks/esbuild.ts';

const core = join(import.meta.dirname, '../../packages/core');

/** Bytes that all of core has when an app bundles it: minified, gzipped, without the bundled prices, which are data. */
async function bundledBytes(): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from './src/index.ts';\nexport * from './src/plugin.ts';\n", resolveDir: core },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.13',
    write: false,
    plugins: [
      {
        name: 'without-prices',
        setup: ({ onLoad }) =>
          onLoad({ filter: /bundled-prices\.generated\.ts$/ }, () => ({
            contents: "export const bundledSnapshot = '';\nexport const bundledPrices = '';\n",
          })),
      },
    ],
  });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
}

test('core, minified and gzipped, keeps within 46 kB beside its prices', async () => {
  const bytes = await bundledBytes();
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(46_000);
});
