import { parseSync, Visitor } from '../tools/checks/oxc-parser.ts';

/** One import or re-export. `how`: `types` is erased when compiled; `dynamic` is loaded when asked for. `specifier` is null when it is computed. */
export interface ModuleImport {
  specifier: string | null;
  how: 'static' | 'types' | 'dynamic';
  line: number;
}

/** What the module graph and the shape of exports need to know of one file. */
export interface FileModule {
  imports: ModuleImport[];
  /** Lines of default exports, and of `export *`. */
  defaultExports: number[];
  starExports: number[];
}

/** Parses one TypeScript file; throws when its syntax is broken. */
export function readImports(path: string, text: string): FileModule {
  const { module, program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: FileModule = { imports: [], defaultExports: [], starExports: [] };
  // `import { type A } from 'x'` still loads x: only the statement's own `type` is erased as a whole.
  const howOf = (start: number): 'static' | 'types' =>
    /^(import|export)\s+type\b/.test(text.slice(start)) ? 'types' : 'static';

  for (const { moduleRequest, start } of module.staticImports) {
    found.imports.push({ specifier: moduleRequest.value, how: howOf(start), line: lineAt(start) });
  }
  for (const { entries, start } of module.staticExports) {
    for (const { moduleRequest, importName, exportName } of entries) {
      if (moduleRequest !== null) {
        found.imports.push({ specifier: moduleRequest.value, how: howOf(start), line: lineAt(start) });
      }
      if (String(importName.kind).startsWith('All')) found.starExports.push(lineAt(start));
      if (exportName.kind === 'Default' || exportName.name === 'default') found.defaultExports.push(lineAt(start));
    }
  }
  new Visitor({
    ImportExpression({ source, start }) {
      const specifier = source.type === 'Literal' && typeof source.value === 'string' ? source.value : null;
      found.imports.push({ specifier, how: 'dynamic', line: lineAt(start) });
    },
    TSImportType({ source, start }) {
      found.imports.push({ specifier: source.value, how: 'types', line: lineAt(start) });
    },
  }).visit(program);
  return found;
}
