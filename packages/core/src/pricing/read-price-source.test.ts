import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { ManualClock } from '../manual-clock.test-support.ts';
import { defaultPriceSource, parsePriceSource, readPriceSource } from './read-price-source.ts';

describe('parsePriceSource', () => {
  it.each([defaultPriceSource, 'http://127.0.0.1:8080/prices.json', 'http://localhost/', 'http://[::1]:1/'])(
    'takes the URL %s',
    (source) => {
      expect(parsePriceSource(source)).toMatchObject({ kind: 'url' });
    },
  );

  it('takes paths and file URLs', () => {
    const path = join(import.meta.dirname, 'prices.json');
    expect(parsePriceSource(path)).toEqual({ kind: 'file', path });
    expect(parsePriceSource(pathToFileURL(path).href)).toEqual({ kind: 'file', path });
  });

  it.each(['http://example.com/prices.json', 'http://127.0.0.1.example.com/', 'ftp://example.com/', 'https://', ''])(
    'refuses %j',
    (source) => {
      expect(() => parsePriceSource(source)).toThrow(ConfigurationError);
    },
  );

  it('shows no secret of a URL that it refuses', () => {
    expect(() => parsePriceSource('http://user:secret@example.com/?token=secret')).not.toThrow('secret');
  });
});

describe('readPriceSource', () => {
  it('reads a file again only when it has changed', async () => {
    const source = parsePriceSource(import.meta.filename);
    const read = (tag: string | null) => readPriceSource(source, tag, new ManualClock(), new AbortController().signal);
    const answer = await read(null);
    if (answer === 'unchanged') throw new Error('nothing was read');
    expect(answer.text).toContain('reads a file again only when it has changed');
    expect(await read(answer.tag)).toBe('unchanged');
  });
});
