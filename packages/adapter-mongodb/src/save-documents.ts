import type { CallDocument } from './call-document.ts';
import type { MongoBulkWriteError, MongoCollection, MongoWriteFailure } from './mongo-driver.ts';

const duplicateKey = 11_000;

/**
 * Inserts documents and replaces those that are stored with a lower revision. Resolves when a majority of the servers has them.
 * Repeating it changes nothing, so a batch whose answer was lost can simply be sent again.
 */
export async function saveDocuments(collection: MongoCollection, documents: readonly CallDocument[]): Promise<void> {
  const known = await insertNew(collection, documents);
  if (known.length === 0) return;
  await collection.bulkWrite(
    known.map((document) => ({
      replaceOne: { filter: { _id: document._id, revision: { $lt: document.revision } }, replacement: document },
    })),
    { ordered: false },
  );
}

/** Returns the documents whose id is stored already. */
async function insertNew(collection: MongoCollection, documents: readonly CallDocument[]): Promise<CallDocument[]> {
  try {
    await collection.insertMany([...documents], { ordered: false });
    return [];
  } catch (error) {
    if (!isBulkWriteError(error)) throw error;
    const failures = [error.writeErrors].flat();
    // Another unique index, a refused document, or servers that did not confirm: the caller has to know.
    if (failures.length === 0 || !failures.every(isKnownId)) throw error;
    if (error.result.getWriteConcernError() !== undefined) {
      throw new Error('A majority of the servers has not confirmed the write in time.', { cause: error });
    }
    return failures.map(({ index }) => documents[index]).filter((document) => document !== undefined);
  }
}

function isBulkWriteError(error: unknown): error is MongoBulkWriteError {
  return error instanceof Error && error.name === 'MongoBulkWriteError';
}

function isKnownId({ code, err, errmsg }: MongoWriteFailure): boolean {
  if (code !== duplicateKey) return false;
  // `keyPattern` names the index since MongoDB 4.4; before, only the message does.
  return err.keyPattern === undefined ? errmsg?.includes(' index: _id_ ') === true : '_id' in err.keyPattern;
}
