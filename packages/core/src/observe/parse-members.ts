const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** Members that are not asked for are passed over up to this length; what is longer lies between the two ends that are read. */
const passedOverLength = 2048;
/** Up to here parsing all of a text costs less than looking for its members; a long list of numbers then costs twenty times as much. */
const wholeLength = 8192;

/**
 * Parses a JSON text; with `fields`, an object of only these top-level members. Undefined when the text is no JSON.
 * The members are looked for from both ends, since what is long (the answer itself) stands in the middle; the middle is parsed only if it may hold one of them.
 */
export function parseMembers(text: string, fields: readonly string[] | undefined): unknown {
  if (fields === undefined || text.length < wholeLength) return parse(text);
  const start = skipSpace(text, 0, 1);
  const end = skipSpace(text, text.length - 1, -1);
  if (text.charCodeAt(start) !== openBrace || text.charCodeAt(end) !== closeBrace) return parse(text);
  const found: Record<string, unknown> = {};
  try {
    const head = readHead(text, start + 1, end, fields, found);
    if (head === end) return found;
    const tail = readTail(text, head, end - 1, fields, found);
    const isComplete = fields.every((field) => field in found || !hasKey(text, field, head, tail));
    return isComplete ? found : parse(text);
  } catch {
    return parse(text);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads members from the front; returns where it stopped: the end, or the first long value that is not asked for. */
function readHead(
  text: string,
  from: number,
  end: number,
  fields: readonly string[],
  found: Record<string, unknown>,
): number {
  let position = skipSpace(text, from, 1);
  while (position < end) {
    const keyEnd = stringEnd(text, position);
    const key: unknown = JSON.parse(text.slice(position, keyEnd));
    const valueStart = skipSpace(text, skipSpace(text, keyEnd, 1) + 1, 1);
    const isWanted = typeof key === 'string' && fields.includes(key);
    const valueEnd = findValueEnd(text, valueStart, isWanted ? end : Math.min(end, valueStart + passedOverLength));
    if (valueEnd < 0) return position;
    if (isWanted) found[key] = JSON.parse(text.slice(valueStart, valueEnd));
    position = skipSpace(text, valueEnd, 1);
    if (position < end) position = skipSpace(text, position + 1, 1);
  }
  return end;
}

/** Reads members from the back, down to `floor`; returns where it stopped. */
function readTail(
  text: string,
  floor: number,
  from: number,
  fields: readonly string[],
  found: Record<string, unknown>,
): number {
  let position = skipSpace(text, from, -1);
  while (position > floor) {
    const valueStart = findValueStart(text, position, floor);
    if (valueStart < 0) return position;
    const colon = skipSpace(text, valueStart - 1, -1);
    const keyLast = skipSpace(text, colon - 1, -1);
    if (text.charCodeAt(colon) !== 58 || text.charCodeAt(keyLast) !== quote) return position;
    const keyStart = stringStart(text, keyLast);
    const key: unknown = JSON.parse(text.slice(keyStart, keyLast + 1));
    // The later of two equal keys counts, as in `JSON.parse`.
    if (typeof key === 'string' && fields.includes(key) && !(key in found)) {
      found[key] = JSON.parse(text.slice(valueStart, position + 1));
    }
    if (fields.every((field) => field in found)) return floor;
    const comma = skipSpace(text, keyStart - 1, -1);
    if (text.charCodeAt(comma) !== 44) return comma;
    position = skipSpace(text, comma - 1, -1);
  }
  return position;
}

/** Index after the value that starts at `start`; -1 when it is longer than `limit` allows. */
function findValueEnd(text: string, start: number, limit: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return stringEnd(text, start);
  if (first === openBrace || first === openBracket) {
    let depth = 0;
    for (let index = start; index < limit; index += 1) {
      const code = text.charCodeAt(index);
      if (code === quote) index = stringEnd(text, index) - 1;
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth === 0) return index + 1;
      }
    }
    return -1;
  }
  let index = start;
  while (index < limit && !isDelimiter(text.charCodeAt(index))) index += 1;
  return index;
}

/** Index of the first character of the value that ends at `last`; -1 when it is a long object or list. */
function findValueStart(text: string, last: number, floor: number): number {
  const code = text.charCodeAt(last);
  if (code === quote) return stringStart(text, last);
  if (code === closeBrace || code === closeBracket) {
    const limit = Math.max(floor, last - passedOverLength);
    let depth = 0;
    for (let index = last; index > limit; index -= 1) {
      const at = text.charCodeAt(index);
      if (at === quote) index = stringStart(text, index);
      else if (at === closeBrace || at === closeBracket) depth += 1;
      else if (at === openBrace || at === openBracket) {
        depth -= 1;
        if (depth === 0) return index;
      }
    }
    return -1;
  }
  let index = last;
  while (index > floor && !isDelimiter(text.charCodeAt(index)) && text.charCodeAt(index) !== 58) index -= 1;
  return index + 1;
}

/** Index after the string that starts at `start`. */
function stringEnd(text: string, start: number): number {
  for (let index = text.indexOf('"', start + 1); index >= 0; index = text.indexOf('"', index + 1)) {
    if (!isEscaped(text, index)) return index + 1;
  }
  throw new SyntaxError('A string has no end.');
}

/** Index of the quote that opens the string whose closing quote stands at `last`. */
function stringStart(text: string, last: number): number {
  for (let index = text.lastIndexOf('"', last - 1); index >= 0; index = text.lastIndexOf('"', index - 1)) {
    if (!isEscaped(text, index)) return index;
  }
  throw new SyntaxError('A string has no start.');
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === backslash) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Whether the text between may hold this key. */
function hasKey(text: string, field: string, from: number, to: number): boolean {
  const index = text.indexOf(`"${field}"`, from);
  return index >= 0 && index <= to;
}

function skipSpace(text: string, from: number, step: 1 | -1): number {
  let index = from;
  for (let code = text.charCodeAt(index); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(index)) {
    index += step;
  }
  return index;
}

function isDelimiter(code: number): boolean {
  return code === 44 || code === closeBrace || code === closeBracket || code === 32 || (code >= 9 && code <= 13);
}
