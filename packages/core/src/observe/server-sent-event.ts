/** One event of a `text/event-stream`: its `event` field ("" when absent) and its data lines joined by line feeds; null when it has no data. */
export interface ServerSentEvent {
  name: string;
  data: string | null;
}

/** Reads one event's lines by the event stream specification. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export function readServerSentEvent(text: string): ServerSentEvent {
  let name = '';
  let data: string | null = null;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field !== 'data' && field !== 'event') continue;
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') name = value;
    else data = data === null ? value : `${data}\n${value}`;
  }
  return { name, data };
}

/** The error that a stream reports in an event, as the SDKs recognise it: an event named `error`, or data with an `error` member. Null for every other event. */
export function readStreamError(name: string, data: unknown): object | null {
  if (typeof data !== 'object' || data === null) return name === 'error' ? { message: String(data) } : null;
  if ('error' in data && typeof data.error === 'object' && data.error !== null) return data.error;
  if (name === 'error') return data;
  return 'error' in data && typeof data.error === 'string' && data.error !== '' ? { message: data.error } : null;
}
