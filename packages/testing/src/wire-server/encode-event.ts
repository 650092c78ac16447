import type { WireEvent } from './wire-format.ts';
import type { EventSpelling } from './wire-scenario.ts';

/** One server-sent event in the spelling asked for, with its closing empty line. */
export function encodeEvent(event: WireEvent, spelling: EventSpelling = {}): string {
  const lineEnd = spelling.lineEnd ?? '\n';
  const afterColon = spelling.afterColon ?? ' ';
  const lines: string[] = [];
  if (spelling.comments === true) lines.push(': keep-alive');
  if (event.event !== undefined) lines.push(`event:${afterColon}${event.event}`);
  for (const line of jsonText(event.data, spelling).split('\n')) lines.push(`data:${afterColon}${line}`);
  return `${lines.join(lineEnd)}${lineEnd}${lineEnd}`;
}

function jsonText(data: unknown, spelling: EventSpelling): string {
  if (typeof data === 'string') return data;
  if (spelling.multiLine === true) return JSON.stringify(data, null, 2);
  if (spelling.spaced === true) return spacedJson(data);
  return JSON.stringify(data);
}

function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)} : ${spacedJson(member)}`).join(', ')}}`;
}
