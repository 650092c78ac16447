import { type RecordField, recordFields, type TrackingData } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { parseTableName } from '../sql-table.ts';
import { mariadbDialect, mysqlDialect } from './mysql-dialect.ts';

const table = parseTableName('calls', mysqlDialect.quote);
const { requestId, revision, timestamp, model, costUsdExact, tags, success, error } = recordFields;

test('columns have types that other tools can read, comments, and a collation that tells all names apart', () => {
  const fields: RecordField[] = [requestId, timestamp, model, costUsdExact, tags, success, error];
  expect(mysqlDialect.createTable(table, fields)).toEqual([
    "CREATE TABLE IF NOT EXISTS `calls` (`request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Id of the call (UUID).', " +
      "`timestamp` DATETIME(3) NOT NULL COMMENT 'Start of the call, UTC.', `model` VARCHAR(256) NOT NULL COMMENT 'Model that answered.', " +
      "`cost_usd` DECIMAL(24,12) NULL COMMENT 'Cost in USD, exact; null when unknown.', `tags` JSON NOT NULL COMMENT 'Free keys and values of the app.', " +
      "`success` BOOLEAN NOT NULL COMMENT 'Whether the app got its answer.', `error` VARCHAR(2048) NULL COMMENT 'Scrubbed error message.', " +
      'PRIMARY KEY (`request_id`)) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin',
  ]);
  expect(mariadbDialect.createTable(table, fields)[0]).toMatch(/COLLATE utf8mb4_nopad_bin$/);
});

test('a column that is added later is nullable', () => {
  expect(mysqlDialect.addColumn(table, model)).toEqual([
    "ALTER TABLE `calls` ADD COLUMN `model` VARCHAR(256) NULL COMMENT 'Model that answered.'",
  ]);
});

test('a row is replaced by a higher revision only, and the revision is compared before it is changed', () => {
  const [statement] = mysqlDialect.upsertByRevision(table, [requestId, revision, model], recordsOf(2), ['request_id']);
  expect(statement?.text).toBe(
    'INSERT INTO `calls` (`request_id`, `revision`, `model`) VALUES (?, ?, ?), (?, ?, ?) ON DUPLICATE KEY UPDATE ' +
      '`model` = IF(VALUES(`revision`) > `revision`, VALUES(`model`), `model`), ' +
      '`revision` = GREATEST(`revision`, VALUES(`revision`))',
  );
  expect(statement?.parameters).toEqual(['id 0', 0, 'model 0', 'id 1', 1, 'model 1']);
});

test('no statement has more values than the server takes', () => {
  const fields: RecordField[] = Object.values(recordFields);
  const statements = mysqlDialect.upsertByRevision(table, fields, recordsOf(5000), ['request_id']);
  expect(statements.reduce((sum, { parameters }) => sum + parameters.length, 0)).toBe(5000 * fields.length);
  for (const { parameters } of statements) expect(parameters.length).toBeLessThan(65_536);
});

test('no statement is longer than the smallest packet that servers take', () => {
  const records = recordsOf(100).map((record) => ({ ...record, model: '検'.repeat(7_000) }));
  const statements = mysqlDialect.upsertByRevision(table, [requestId, revision, model], records, ['request_id']);
  expect(statements.length).toBeGreaterThan(1);
  for (const { parameters } of statements) {
    expect(parameters.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0)).toBeLessThan(
      2 ** 20 * 0.8,
    );
  }
});

test('decimals and instants are read as text, whatever the driver makes of them', () => {
  expect(mysqlDialect.selectColumn(costUsdExact)).toBe('CAST(`cost_usd` AS CHAR) AS `cost_usd`');
  expect(mysqlDialect.selectColumn(model)).toBe('`model`');
});

test('instants are UTC, whatever the time zone of the session is', () => {
  const instant = new Date('2026-03-29T01:00:00.123Z');
  expect(mysqlDialect.encode(timestamp, instant)).toBe('2026-03-29 01:00:00.123');
  expect(mysqlDialect.decode(timestamp, '2026-03-29 01:00:00.123')).toEqual(instant);
});

test('intervals are arithmetic on the instant and a constant offset', () => {
  const number = (interval: 'hour' | 'day' | 'week' | 'month'): string =>
    mysqlDialect.periodNumber(interval, '`timestamp`', () => '(-3600)');
  const local = 'TO_SECONDS(`timestamp`) + (-3600)';
  expect(number('hour')).toBe(`(${local} - 62167219200) DIV 3600 * 3600 - (-3600)`);
  expect(number('day')).toBe(`(${local}) DIV 86400 - 719528`);
  expect(number('week')).toBe(`((${local}) DIV 86400 - 719525) DIV 7`);
  expect(number('month')).toBe(
    'YEAR(`timestamp` + INTERVAL (-3600) SECOND) * 12 + MONTH(`timestamp` + INTERVAL (-3600) SECOND) - 1',
  );
});

test('the key of a tag is bound as a quoted path', () => {
  expect(mysqlDialect.tagValue('`tags`', '?')).toBe('JSON_UNQUOTE(JSON_EXTRACT(`tags`, ?)) COLLATE utf8mb4_0900_bin');
  expect(mysqlDialect.encodeTagKey('a."b')).toBe('$."a.\\"b"');
});

function recordsOf(count: number): TrackingData[] {
  return Array.from({ length: count }, (_, index) => ({
    ...Object.fromEntries(Object.keys(recordFields).map((name) => [name, null])),
    requestId: `id ${index}`,
    revision: index,
    model: `model ${index}`,
  })) as unknown as TrackingData[];
}
