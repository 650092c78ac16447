import { closeSync, constants, openSync } from 'node:fs';

/** Creates an empty file that only its owner can read, unless there is one; SQLite would make it readable for everybody, and gives its other files the rights of this one. */
export function createDatabaseFile(path: string): void {
  closeSync(openSync(path, constants.O_CREAT | constants.O_RDWR, 0o600));
}
