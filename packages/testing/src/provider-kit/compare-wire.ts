import assert from 'node:assert/strict';
import type { JournalEntry } from '../wire-server/request-journal.ts';

/** Fails unless the tracked client sent what the bare one sent: paths, header names in their order, header values, bodies. `expectedBody`: what a plugin may make of a body. `lastingHeader`: a header without what differs in every run. */
export function assertSameWire(
  bare: readonly JournalEntry[],
  tracked: readonly JournalEntry[],
  expectedBody: (entry: JournalEntry) => string,
  lastingHeader: (name: string, value: string) => string = (_name, value) => value,
): void {
  assert.deepEqual(
    tracked.map((entry) => sent(entry, bodyText(entry), lastingHeader)),
    bare.map((entry) => sent(entry, expectedBody(entry), lastingHeader)),
    'the tracked client sent something else',
  );
}

/** The body as text, with the random boundary of a form replaced. */
export function bodyText(entry: JournalEntry): string {
  const text = entry.body.toString('latin1');
  const boundary = boundaryOf(entry);
  return boundary === undefined ? text : text.replaceAll(boundary, 'BOUNDARY');
}

function sent(entry: JournalEntry, body: string, lastingHeader: (name: string, value: string) => string): unknown {
  const boundary = boundaryOf(entry);
  const headers = entry.headerNames.map((name) => {
    const value = lastingHeader(name.toLowerCase(), entry.headers[name.toLowerCase()] ?? '');
    if (/^(host|content-length)$/i.test(name)) return name;
    return `${name}: ${boundary === undefined ? value : value.replace(boundary, 'BOUNDARY')}`;
  });
  return { method: entry.method, url: entry.url, headers, body };
}

function boundaryOf(entry: JournalEntry): string | undefined {
  return /boundary="?([^";]+)/.exec(entry.headers['content-type'] ?? '')?.[1];
}
