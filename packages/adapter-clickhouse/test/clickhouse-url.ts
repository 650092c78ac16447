/** A server of the tests. Without one its tests are skipped, loudly; on the build server it must be there. */
export const server: { readonly url: string; readonly skip: boolean } = readUrl();

function readUrl(): { url: string; skip: boolean } {
  const url = process.env['TEST_CLICKHOUSE_URL'];
  if (url !== undefined && url !== '') return { url, skip: false };
  const complaint = 'TEST_CLICKHOUSE_URL is not set: no test of ClickHouse runs.';
  if (process.env['CI'] === 'true') throw new Error(complaint);
  process.stderr.write(`\n!!! ${complaint}\n`);
  return { url: 'http://127.0.0.1:1', skip: true };
}
