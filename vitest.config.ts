import type { ViteUserConfig } from 'vitest/config';
import { CountsReporter } from './tests/reporter/counts-reporter.ts';

const resolve = { conditions: ['llm-tracker-source', 'node', 'default'] };
const ssr = { resolve: { conditions: ['llm-tracker-source', 'node', 'default'] } };

// No test downloads prices.
const env = { LLM_TRACKER_PRICE_SOURCE: 'off' };

const countsPath = process.env['TEST_COUNTS_PATH'];

const config: ViteUserConfig = {
  test: {
    reporters: countsPath === undefined ? ['default'] : ['default', new CountsReporter(countsPath)],
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          env,
          include: ['packages/*/src/**/*.test.ts'],
          isolate: false,
          typecheck: { enabled: true, tsconfig: './tsconfig.json', include: ['packages/*/src/**/*.test-d.ts'] },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'integration',
          // A server or a collection that comes late must not cost a whole run of CI. What passed only when tried again is
          // printed with its retries, and is a bug to mend: on a developer's machine it fails.
          retry: process.env['CI'] === 'true' ? 1 : 0,
          env,
          include: ['{packages,examples}/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: './tests/databases/global-setup.ts',
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
};

export default config;
