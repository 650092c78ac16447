import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UserConfig } from 'tsdown';

const browserModule = 'src/browser.cjs';

// The only build configuration: at the root it builds all packages, inside a package that one.
const config: UserConfig = {
  ...(process.cwd() === import.meta.dirname ? { workspace: ['packages/*'] } : { cwd: process.cwd() }),
  entry: ['src/{index,plugin}.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  // And no source maps: what is published reads like its source, and maps would more than double its size.
  dts: true,
  fixedExtension: false,
  copy: ({ cwd }) => (existsSync(join(cwd, browserModule)) ? [browserModule] : []),
  exports: {
    devExports: 'llm-tracker-source',
    customExports: (exports, { pkg }) =>
      existsSync(join(dirname(String(pkg['packageJsonPath'])), browserModule))
        ? withBrowserCondition(exports)
        : exports,
  },
};

/** A bundler for browsers gets a module that throws one clear sentence, whichever entry it asks for. */
function withBrowserCondition(exports: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(exports).map(([entry, target]) => {
      if (entry === './package.json') return [entry, target];
      const { default: node, ...conditions } =
        typeof target === 'object' ? { default: '', ...target } : { default: target };
      return [entry, { ...conditions, browser: './dist/browser.cjs', default: node }];
    }),
  );
}

export default config;
