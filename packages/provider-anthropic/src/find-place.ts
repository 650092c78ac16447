import type { TrackerHost } from '@llm-tracker/core/plugin';
import { type Place, placeOfClient } from './place-of-client.ts';

/** Finds the place of a client and its clones; a host that nobody knows (a gateway) counts as `claude`, with one event per host. */
export function createPlaceFinder(host: TrackerHost, given: string | undefined): (client: object) => Place {
  const known = new WeakMap<object, { baseURL: unknown; place: Place }>();
  const told = new Set<string>();

  const find = (client: object, baseURL: unknown): Place => {
    const url = typeof baseURL === 'string' && URL.canParse(baseURL) ? new URL(baseURL) : null;
    const place = placeOfClient(client, url);
    if (given !== undefined) return { ...place, provider: given };
    if (place !== undefined) return place;
    const name = url?.hostname ?? '';
    if (!told.has(name)) {
      told.add(name);
      host.report({
        type: 'claude:unknown_host',
        level: 'info',
        message: `The Anthropic client calls ${name || 'an unknown host'}; its calls are priced as provider "claude". If it serves other prices, say so: anthropicProvider(client, { provider: "…" }).`,
        details: { host: name },
      });
    }
    return { provider: 'claude' };
  };

  return (client) => {
    const baseURL: unknown = Reflect.get(client, 'baseURL');
    const last = known.get(client);
    if (last !== undefined && last.baseURL === baseURL) return last.place;
    const place = find(client, baseURL);
    known.set(client, { baseURL, place });
    return place;
  };
}
