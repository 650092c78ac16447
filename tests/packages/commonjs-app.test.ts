import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWireServer } from '@llm-tracker/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';

// There an app finds our packages, and the vendors' beside them.
const folder = join(import.meta.dirname, '.cache/commonjs-app');
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(join(import.meta.dirname, '../../packages/sdk/README.md'), 'utf8');
const [, code = ''] = /^```js file=app\.cjs\n(.*?)^```$/ms.exec(page) ?? [];
const classOfClient = 'sdk.openai.constructor;';

test.each([
  ['of the client', classOfClient],
  ['that import() gives', "await import('openai');"],
])('an app in CommonJS catches the refusals of OpenAI by the class %s', async (_name, origin) => {
  expect(code).toContain(classOfClient);
  writeFileSync(join(folder, 'app.cjs'), code.replace(classOfClient, origin));
  await using server = await startWireServer();
  server.next({ status: 401 });
  const { output } = await runCommand([process.execPath, 'app.cjs'], {
    cwd: folder,
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${server.url}/v1` },
  });
  expect(output).toBe('OpenAI refused: 401 invalid_api_key\n');
});
