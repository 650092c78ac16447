// Holds the write lock of a database for so many milliseconds; says so when it has it and when it has given it back.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

const [filename = '', durationMs = '0'] = process.argv.slice(2);
const database = new DatabaseSync(filename);
database.exec('BEGIN IMMEDIATE');
process.stdout.write('held\n');
await setTimeout(Number(durationMs));
database.exec('COMMIT');
process.stdout.write('released\n');
