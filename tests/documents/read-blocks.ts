/** A block of TypeScript of a page. */
export interface DocumentBlock {
  /** What the page calls it, by `file=` after the language; else its number. */
  readonly name: string;
  /** Behind as many empty lines as make its lines those of the page. */
  readonly code: string;
}

/** The TypeScript blocks of a page, in order. */
export function readBlocks(page: string): DocumentBlock[] {
  return [...page.matchAll(/^```ts(?: file=(\S+))?\n(.*?)^```$/gms)].map(
    ({ index, 1: name, 2: code = '' }, number) => ({
      name: name ?? `${number + 1}.ts`,
      code: '\n'.repeat(page.slice(0, index).split('\n').length) + code,
    }),
  );
}
