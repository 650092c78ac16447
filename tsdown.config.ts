import type { UserConfig } from 'tsdown';

// The only build configuration: at the root it builds all packages, inside a package that one.
const config: UserConfig = {
  ...(process.cwd() === import.meta.dirname ? { workspace: ['packages/*'] } : { cwd: process.cwd() }),
  entry: ['src/{index,plugin}.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  dts: true,
  sourcemap: true,
  fixedExtension: false,
  exports: { devExports: 'llm-tracker-source' },
};

export default config;
