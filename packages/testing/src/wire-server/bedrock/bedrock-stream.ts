import type { StreamAnswer, WireEvent } from '../wire-format.ts';
import { eventFrame } from './event-frame.ts';

/** A stream in AWS's own framing. The events of one named `chunk` travel as bytes inside of JSON, as InvokeModel's do. */
export function bedrockStream(events: Iterable<WireEvent>, headers: Record<string, string> = {}): StreamAnswer {
  return {
    headers: { 'content-type': 'application/vnd.amazon.eventstream', ...headers },
    events,
    encode: encodeEvent,
  };
}

function encodeEvent({ event = '', data }: WireEvent): Buffer {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  if (/Exception$/.test(event))
    return eventFrame({ ':exception-type': event, ...typed('exception') }, Buffer.from(text));
  // `p` hides how long the text is, as Bedrock does.
  const body = event === 'chunk' ? JSON.stringify({ bytes: Buffer.from(text).toString('base64'), p: 'abcdef' }) : text;
  return eventFrame({ ':event-type': event, ...typed('event') }, Buffer.from(body));
}

function typed(messageType: 'event' | 'exception'): Record<string, string> {
  return { ':content-type': 'application/json', ':message-type': messageType };
}
