import { checkDocuments } from './check-documents.ts';
import { checkFiles } from './check-files.ts';
import { checkImports } from './check-imports.ts';
import { checkManifests } from './check-manifests.ts';
import { readWorkspace } from './read-workspace.ts';

/** Everything in the repository at `root` that breaks a rule of its shape, one sentence each; empty when it stands as designed. */
export function checkBoundaries(root: string): string[] {
  const workspace = readWorkspace(root);
  const problems = [
    ...checkImports(workspace),
    ...checkManifests(workspace),
    ...checkFiles(workspace),
    ...checkDocuments(root),
  ];
  return [...new Set(problems)].sort();
}
