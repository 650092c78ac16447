import type { SourceFile, Workspace } from './read-workspace.ts';

const maxLines = 300;

/** Files that may be longer, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {};

const vagueName = /(^|[-/])(utils?|helpers?|common|misc)(\/|\.ts$)|\/types\.ts$/;

/** Files that are too long, vaguely named, or export what cannot be found by its name. */
export function checkFiles({ packages }: Workspace): string[] {
  return packages.flatMap(({ files }) => files).flatMap((file) => [...checkSize(file), ...checkExports(file)]);
}

function checkSize({ path, lineCount }: SourceFile): string[] {
  const problems: string[] = [];
  if (vagueName.test(path)) problems.push(`${path} has a name that says nothing: name it after its one main export`);
  if (lineCount > maxLines && !path.endsWith('.generated.ts') && longFiles[path] === undefined) {
    problems.push(`${path} has ${lineCount} lines, more than ${maxLines}: split it by what changes together`);
  }
  return problems;
}

function checkExports({ path, defaultExports, starExports }: SourceFile): string[] {
  const isConfiguration = path.endsWith('.config.ts');
  return [
    ...(isConfiguration ? [] : defaultExports.map((line) => `${path}:${line} has a default export: export it by name`)),
    ...starExports.map((line) => `${path}:${line} exports a whole module: list the names`),
  ];
}
