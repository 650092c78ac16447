import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of TypeScript of the description. */
export interface Snippet {
  /** The heading above it. */
  readonly title: string;
  /** As it stands on the page. */
  readonly code: string;
  /** Line of the page before its first. */
  readonly line: number;
}

/** All blocks of TypeScript of the description by which users know the class, in the order of the page. */
export function readSnippets(): Snippet[] {
  const page = readFileSync(join(import.meta.dirname, 'fixtures/user-description.ko.md'), 'utf8');
  return [...page.matchAll(/^```typescript\n(.*?)^```$/gms)].map(({ index, 1: code = '' }) => {
    const before = page.slice(0, index);
    const title =
      before
        .match(/^#+ .*$/gm)
        ?.at(-1)
        ?.replace(/^#+ /, '') ?? '';
    return { title, code, line: before.split('\n').length };
  });
}
