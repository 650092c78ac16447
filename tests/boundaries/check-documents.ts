import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles } from './read-workspace.ts';

const link = /\]\(([^)\s]+)[^)]*\)/g;
const namedPath = /`((?:packages|examples|benchmarks|docs|tests|\.ci|\.changeset)\/[\w./-]+)`/g;

/** Links and named paths in Markdown files that lead nowhere. */
export function checkDocuments(root: string): string[] {
  return listFiles(root, '**/*.md').flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return text.split('\n').flatMap((content, index) => {
      const links = [...content.matchAll(link)].flatMap(([, target = '']) =>
        /^([a-z]+:|#)/.test(target) || exists(join(root, dirname(path)), target) ? [] : [target],
      );
      const paths = [...content.matchAll(namedPath)].flatMap(([, target = '']) =>
        exists(root, target) ? [] : [target],
      );
      return [...links, ...paths].map((target) => `${path}:${index + 1} names ${target}, which does not exist`);
    });
  });
}

function exists(folder: string, target: string): boolean {
  return existsSync(join(folder, target.replace(/#.*$/, '')));
}
