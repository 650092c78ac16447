import type { WireScenario } from '../wire-scenario.ts';

const dated: Record<string, string> = {
  'gpt-3.5-turbo': 'gpt-3.5-turbo-0125',
  'gpt-4-turbo': 'gpt-4-turbo-2024-04-09',
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'gpt-4o-audio-preview': 'gpt-4o-audio-preview-2024-12-17',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4.1-nano': 'gpt-4.1-nano-2025-04-14',
  'gpt-5': 'gpt-5-2025-08-07',
  'gpt-5-mini': 'gpt-5-mini-2025-08-07',
  'gpt-5-nano': 'gpt-5-nano-2025-08-07',
  o3: 'o3-2025-04-16',
  'o3-mini': 'o3-mini-2025-01-31',
  'o4-mini': 'o4-mini-2025-04-16',
  'gpt-3.5-turbo-instruct': 'gpt-3.5-turbo-instruct:20230824-v2',
};

/** The model that answers: the dated one behind the alias asked for. */
export function modelAnswering(asked: unknown, scenario: WireScenario): string {
  if (scenario.model !== undefined) return scenario.model;
  const name = typeof asked === 'string' ? asked : 'gpt-4o-mini';
  return dated[name] ?? name;
}

/** The tier served for the tier asked for. */
export function tierServed(asked: unknown): string {
  if (asked === 'fast') return 'priority';
  return typeof asked === 'string' && asked !== 'auto' ? asked : 'default';
}
