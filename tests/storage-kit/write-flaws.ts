import type { TrackingData } from '@llm-tracker/core';
import type { NamedFlaw } from './flawed-adapter.ts';

/** Adapters that store something else than they were given. */
export const writeFlaws: readonly NamedFlaw[] = [
  [
    'writes at most 100 records of a batch',
    'stores a batch of one and a batch of 5000',
    { batch: (records) => records.slice(0, 100) },
  ],
  [
    'loses the last record of a batch',
    'has what was saved after connecting again',
    { batch: (records) => records.slice(0, -1) },
  ],
  ['inserts without a key', 'stores a record once, however often it is saved', { key: newKey() }],
  [
    'lets the last write win',
    'keeps the row with the higher revision, in whatever order they are saved singly',
    { meet: (_, record) => record },
  ],
  [
    'lets the first write win',
    'keeps the row with the higher revision, in whatever order they are saved in batches',
    { meet: (stored) => stored },
  ],
  [
    'replaces equal revisions',
    'keeps the stored row when an equal revision comes later',
    { meet: (stored, record) => (record.revision >= stored.revision ? record : stored) },
  ],
  [
    'lets pending overwrite final',
    'has one row when the final record of a call comes before its pending one',
    { meet: (_, record) => record },
  ],
  [
    'keeps old values where new ones are null',
    'replaces a whole row: values that became null are null',
    { meet: (stored, record) => ({ ...record, teamName: record.teamName ?? stored.teamName }) },
  ],
  [
    'keys rows by project and id',
    'knows a row by its id alone, also when two projects saved it',
    { key: (record) => `${record.projectName} ${record.requestId}` },
  ],
  [
    'ignores lower revisions by failing the batch',
    'a batch may be new rows, known rows and higher revisions at once',
    { meet: failOnLower },
  ],
  [
    'lets writers overwrite each other',
    'several writers of the same ids agree on the highest revisions',
    { meet: (_, record) => record },
  ],
  ['forgets at disconnect', 'has what was saved after connecting again', { forgets: true }],
  ['drops details', 'returns every field as it was saved', { store: (record) => ({ ...record, details: {} }) }],
  [
    'rounds amounts to six decimals',
    'returns every field as it was saved',
    { store: (record) => ({ ...record, costUsdExact: rounded(record.costUsdExact, 6) }) },
  ],
  [
    'keeps amounts as floating point',
    'keeps the greatest counts and the smallest and greatest amounts exactly',
    { store: (record) => ({ ...record, costUsdExact: rounded(record.costUsdExact, 12) }) },
  ],
  [
    'keeps 32-bit counts',
    'keeps the greatest counts and the smallest and greatest amounts exactly',
    { store: (record) => ({ ...record, promptTokens: record.promptTokens === null ? null : record.promptTokens | 0 }) },
  ],
  [
    'keeps no negative counts',
    'keeps what an adjustment takes back',
    { store: (record) => ({ ...record, promptTokens: Math.max(0, record.promptTokens ?? 0) }) },
  ],
  [
    'stores empty text as null',
    'keeps null apart from zero, false and empty text',
    { store: (record) => ({ ...record, teamName: record.teamName || null }) },
  ],
  [
    'stores null as zero',
    'keeps null apart from zero, false and empty text',
    { store: (record) => ({ ...record, promptTokens: record.promptTokens ?? 0 }) },
  ],
  [
    'stores whole seconds',
    'keeps instants to the millisecond, from 2000 to 2099',
    { store: (record) => ({ ...record, timestamp: new Date(Math.floor(record.timestamp.getTime() / 1000) * 1000) }) },
  ],
  [
    'trims text',
    'keeps hostile texts in every text field',
    { store: (record) => ({ ...record, model: record.model.trimEnd() }) },
  ],
  [
    'cuts text at 255',
    'keeps hostile texts in every text field',
    { store: (record) => ({ ...record, userId: record.userId?.slice(0, 255) ?? null }) },
  ],
  [
    'composes accents',
    'keeps hostile texts in every text field',
    { store: (record) => ({ ...record, teamName: record.teamName?.normalize('NFC') ?? null }) },
  ],
  [
    'mangles what is beyond the first plane',
    'keeps hostile texts as keys and values of tags and in details',
    {
      store: (record) => ({
        ...record,
        tags: JSON.parse(JSON.stringify(record.tags).replace(/[\ud800-\udfff]+/g, '?')),
      }),
    },
  ],
  [
    'cuts errors at 1000',
    'keeps an error of 2048 code points',
    { store: (record) => ({ ...record, error: record.error?.slice(0, 1000) ?? null }) },
  ],
  ['rounds numbers in details', 'keeps numbers in details as they are', { store: roundDetails }],
  [
    'changes what it was handed',
    'returns every field as it was saved',
    { store: (record) => Object.assign(record, { model: 'x' }) },
  ],
  [
    'throws when it classifies null',
    'says of any error whether to try again, to split the batch or to wait for somebody',
    { classify: (error) => ((error as { code: string }).code === 'x' ? 'park' : 'retry') },
  ],
  ['refuses an empty batch', 'an empty batch changes nothing', { batch: refuseEmpty }],
  [
    'deletes the call that began at the instant',
    'keeps the call that began at the instant, and deletes nothing when nothing is older',
    { isOld: (record, date) => record.timestamp <= date },
  ],
  [
    'deletes by the time of recording',
    'deletes every call that began before an instant, of whatever project, and says how many',
    { isOld: (record, date) => record.recordedAt < date },
  ],
  [
    'deletes the calls of one project only',
    'deletes every call that began before an instant, of whatever project, and says how many',
    { isOld: (record, date) => record.timestamp < date && record.projectName === 'kit' },
  ],
  [
    'deletes one step of a thousand rows',
    'deletes every call that began before an instant, of whatever project, and says how many',
    { isOld: firstOf(1000) },
  ],
  [
    'does not say how many it has deleted',
    'keeps the call that began at the instant, and deletes nothing when nothing is older',
    { deletions: () => 0 },
  ],
  [
    'fails when the table is there already',
    'several adapters may start at once on an empty database',
    { connect: ({ count }) => count === 1 },
  ],
  [
    'cannot be opened for reading',
    'can be read by a second, read-only adapter',
    { connect: ({ readOnly }) => !readOnly },
  ],
  [
    'cannot be opened without changing its schema',
    'can be written by a second adapter that may not change the schema',
    { connect: ({ isCheck }) => !isCheck },
  ],
];

function newKey(): () => string {
  let count = 0;
  return () => `row ${count++}`;
}

function failOnLower(stored: TrackingData, record: TrackingData): TrackingData {
  if (record.revision < stored.revision) throw new Error('duplicate key');
  return record;
}

function rounded(amount: string | null, decimals: number): string | null {
  return amount === null ? null : String(Number(Number(amount).toFixed(decimals)));
}

function roundDetails(record: TrackingData): TrackingData {
  const lineItems = record.details.lineItems?.map((item) => ({ ...item, quantity: Number(item.quantity.toFixed(6)) }));
  return { ...record, details: lineItems === undefined ? {} : { lineItems } };
}

function firstOf(limit: number): (record: TrackingData, date: Date) => boolean {
  let count = 0;
  return (record, date) => {
    if (record.timestamp >= date || count === limit) return false;
    count += 1;
    return true;
  };
}

function refuseEmpty(records: readonly TrackingData[]): readonly TrackingData[] {
  if (records.length === 0) throw new Error('syntax error: VALUES without rows');
  return records;
}
