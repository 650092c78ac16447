import { AssertionError } from 'node:assert';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { expect, test } from 'vitest';
import { type Flaw, FlawedAdapter } from './flawed-adapter.ts';
import { readFlaws } from './read-flaws.ts';
import { writeFlaws } from './write-flaws.ts';

const flaws = [...writeFlaws, ...readFlaws];
/** These throw themselves, and the kit lets their errors through. */
const throwing = [
  'ignores lower revisions by failing the batch',
  'changes what it was handed',
  'throws when it classifies null',
  'refuses an empty batch',
  'fails when the table is there already',
  'cannot be opened for reading',
  'cannot be opened without changing its schema',
];

test.each(flaws)('the kit tells of an adapter that %s', async (flawName, sentence, flaw) => {
  const failure = await failureOf(sentence, flaw);
  if (throwing.includes(flawName)) expect(failure).toBeInstanceOf(Error);
  else expect(failure).toBeInstanceOf(AssertionError);
});

test('the same adapter without a flaw passes', async () => {
  for (const { name } of storageCases) expect(await failureOf(name, {})).toBeNull();
});

test('every sentence of the kit tells of some flaw', () => {
  const told = flaws.map(([, sentence]) => sentence);
  expect(storageCases.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([]);
});

/** What a sentence of the kit says of an adapter with this flaw; null when it passes. */
async function failureOf(sentence: string, flaw: Flaw): Promise<unknown> {
  const storageCase = storageCases.find(({ name }) => name === sentence);
  if (storageCase === undefined) throw new TypeError(`The kit has no sentence "${sentence}".`);
  try {
    await storageCase.run(contextOf(flaw));
    return null;
  } catch (error) {
    return error;
  }
}

function contextOf(flaw: Flaw): StorageContext {
  const tables = new Map<string, FlawedAdapter>();
  return {
    createAdapter(table) {
      const adapter = tables.get(table) ?? new FlawedAdapter(flaw);
      tables.set(table, adapter);
      return adapter;
    },
  };
}
