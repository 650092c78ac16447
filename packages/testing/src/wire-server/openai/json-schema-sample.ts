import type { JsonObject } from '../wire-format.ts';

/** A small value that fits a JSON schema of the kind that providers accept for structured output. */
export function sampleOf(schema: unknown, definitions: JsonObject = {}): unknown {
  if (typeof schema !== 'object' || schema === null) return {};
  const node = schema as JsonObject;
  const known = {
    ...definitions,
    ...(node['definitions'] as JsonObject | undefined),
    ...(node['$defs'] as JsonObject | undefined),
  };
  if (typeof node['$ref'] === 'string') return sampleOf(known[node['$ref'].split('/').at(-1) ?? ''], known);
  if ('const' in node) return node['const'];
  if (Array.isArray(node['enum'])) return node['enum'][0];
  const variants = node['anyOf'] ?? node['oneOf'];
  if (Array.isArray(variants)) return sampleOf(variants[0], known);
  const type = Array.isArray(node['type']) ? node['type'][0] : node['type'];
  if (type === 'string') return 'sample';
  if (type === 'integer' || type === 'number') return 42;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'array') return [sampleOf(node['items'], known)];
  const properties = Object.entries((node['properties'] as JsonObject | undefined) ?? {});
  return Object.fromEntries(properties.map(([name, property]) => [name, sampleOf(property, known)]));
}
