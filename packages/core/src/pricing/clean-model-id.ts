import { namesOf, type ProviderFamily } from './provider-family.ts';

/** A model id without the path around it. */
export interface CleanModelId {
  readonly id: string;
  /** The location that a Vertex resource path names. */
  readonly location: string | null;
}

const resourcePath = /^projects\/[^/]+\/locations\/([^/]+)\/(.+)$/i;
const publisherPath = /^publishers\/[^/]+\/models\//i;
const modelsPath = /^models\//i;

/** Strips resource paths, `models/` and a leading `<provider>/`; the case is kept. */
export function cleanModelId(raw: string, family: ProviderFamily): CleanModelId {
  let id = raw.trim();
  let location: string | null = null;
  const resource = resourcePath.exec(id);
  if (resource !== null) {
    location = resource[1] ?? null;
    id = resource[2] ?? id;
  }
  id = id.replace(publisherPath, '').replace(modelsPath, '');
  for (const name of namesOf(family)) {
    if (id.toLowerCase().startsWith(`${name}/`)) return { id: id.slice(name.length + 1), location };
  }
  return { id, location };
}

const isoDate = /-\d{4}-\d{2}-\d{2}$/;
const compactDate = /-(\d{8})$/;

/** `gpt-4o-2024-08-06` to `gpt-4o`; null when there is no date at the end. */
export function withoutIsoDate(id: string): string | null {
  return isoDate.test(id) ? id.replace(isoDate, '') : null;
}

/** `claude-opus-4-5-20251101` to its name and date; null when there is no date at the end. */
export function splitCompactDate(id: string): { name: string; date: string } | null {
  const date = compactDate.exec(id)?.[1];
  return date === undefined ? null : { name: id.slice(0, -date.length - 1), date };
}
