// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const suspect = /[\u0000-\u001f\ud800-\udfff]/;
const lineBreaks = /[\t\n\r]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const controls = /[\u0000-\u001f]/g;
const highSurrogateAtEnd = /[\ud800-\udbff]$/;

/** Whether `cleanText` has nothing to do. */
export function isCleanText(text: string, maxLength: number): boolean {
  return text.length <= maxLength && !suspect.test(text);
}

/**
 * Text as every database can hold it: well-formed, at most `maxLength` code points, no control characters (line breaks and tabs become a space).
 * What is beyond the length is never looked at.
 */
export function cleanText(text: string, maxLength: number): string {
  if (isCleanText(text, maxLength)) return text;
  // Twice as many code units hold at least that many code points.
  const start = text.length > 2 * maxLength ? text.slice(0, 2 * maxLength).replace(highSurrogateAtEnd, '') : text;
  const clean = start.toWellFormed().replace(lineBreaks, ' ').replace(controls, '');
  return clean.length <= maxLength ? clean : cutText(clean, maxLength);
}

function cutText(text: string, maxLength: number): string {
  let end = 0;
  for (let count = 0; count < maxLength && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
