import type { TestProject } from 'vitest/node';
import { findNeededDatabases } from './find-needed-databases.ts';
import { startDatabases } from './start-databases.ts';

/** Starts the databases that the selected test files need, and names them to the tests in environment variables. */
export async function setup({ vitest }: TestProject): Promise<() => Promise<void>> {
  const { urls, missing, failures, summary, stop } = await startDatabases(findNeededDatabases(vitest.state.getPaths()));
  Object.assign(process.env, urls);
  if (summary !== '') vitest.logger.log(`Started ${summary}.`);

  const problems = missing.map(
    ({ database: { title, variable }, reason }) =>
      `${title}: ${reason}. Its tests are skipped; ${variable} names a server to use instead.`,
  );
  for (const problem of problems) vitest.logger.warn(problem);
  // Errors outside of tests: the other tests run all the same, and the run fails.
  for (const failure of failures) vitest.state.catchError(failure, 'Database Error');
  for (const { database, reason } of missing) {
    if (!database.isRequired || process.env['CI'] !== 'true') continue;
    const error = new Error(`With CI=true there must be ${database.title}, but ${reason}`);
    vitest.state.catchError(error, 'Missing Database');
  }

  return async () => {
    await stop();
    // Said again, where a reader looks: at the end.
    for (const problem of problems) vitest.logger.warn(problem);
  };
}
