import type { UsageItem } from '@llm-tracker/core/plugin';
import { readList, readObject } from './read-json.ts';

/** How often an answer asked Google Search or Maps, in both ways in which that may be billed. */
export interface Grounding {
  searchQueries: number;
  searched: boolean;
  mapQueries: number;
  mapped: boolean;
}

/** Reads the grounding of all candidates: one whose chunks are all of Maps asked Maps, any other one the web. https://ai.google.dev/gemini-api/docs/google-search#groundingmetadata */
export function readGrounding(candidates: unknown): Grounding {
  const searches = new Set<string>();
  const maps = new Set<string>();
  let searched = false;
  let mapped = false;
  for (const candidate of readList(candidates)) {
    const metadata = readObject<'webSearchQueries' | 'imageSearchQueries' | 'groundingChunks'>(
      readObject<'groundingMetadata'>(candidate).groundingMetadata,
    );
    const chunks = readList(metadata.groundingChunks).map((chunk) => readObject<'maps' | 'web' | 'image'>(chunk));
    const queries = [...readList(metadata.webSearchQueries), ...readList(metadata.imageSearchQueries)].filter(
      (query): query is string => typeof query === 'string' && query.trim() !== '',
    );
    const ofMaps = chunks.length > 0 && chunks.every((chunk) => chunk.maps !== undefined);
    for (const query of queries) (ofMaps ? maps : searches).add(query);
    // Chunks of an app's own documents are no search.
    const ofWeb = queries.length > 0 || chunks.some((chunk) => chunk.web !== undefined || chunk.image !== undefined);
    mapped ||= ofMaps;
    searched ||= !ofMaps && ofWeb;
  }
  return { searchQueries: searches.size, searched, mapQueries: mapped ? Math.max(maps.size, 1) : 0, mapped };
}

/** The fuller of two statements about one answer, whose parts may repeat or leave out what others say. */
export function mergeGrounding(one: Grounding, other: Grounding): Grounding {
  return {
    searchQueries: Math.max(one.searchQueries, other.searchQueries),
    searched: one.searched || other.searched,
    mapQueries: Math.max(one.mapQueries, other.mapQueries),
    mapped: one.mapped || other.mapped,
  };
}

/** Both ways of counting as items; the price decides which one is billed, by query or by prompt. */
export function groundingItems(grounding: Grounding): UsageItem[] {
  const items: UsageItem[] = [
    { unit: 'search', quantity: grounding.searchQueries, variant: 'query' },
    { unit: 'search', quantity: Number(grounding.searched), variant: 'prompt' },
    { unit: 'map_search', quantity: grounding.mapQueries, variant: 'query' },
    { unit: 'map_search', quantity: Number(grounding.mapped), variant: 'prompt' },
  ];
  return items.filter((item) => item.quantity > 0);
}
