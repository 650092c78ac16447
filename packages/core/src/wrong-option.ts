import { ConfigurationError } from './errors.ts';
import { scrubText } from './scrub-text.ts';

const longestShown = 50;

/** The `ConfigurationError` for a value that `path` cannot take: it shows the value, unless that may be a secret. */
export function wrongOption(path: string, expected: string, value: unknown, hint?: string): ConfigurationError {
  return new ConfigurationError(path, expected, describeValue(path, value), hint === undefined ? {} : { hint });
}

/** Text is shown only where it can be no secret: never of a database, where it is a connection string. */
function describeValue(path: string, value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') {
    const isShown = path !== 'database' && value.length <= longestShown;
    return value === '' ? 'empty' : isShown ? `the string ${scrubText(JSON.stringify(value))}` : 'a string';
  }
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'an invalid Date';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a class or function' : String(value);
}
