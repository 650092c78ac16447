import type { UsageReader } from '@llm-tracker/core/plugin';
import { expect, it } from 'vitest';
import { payloadReader } from './payload-reader.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function recordingReader(): { reader: UsageReader; parts: unknown[] } {
  const parts: unknown[] = [];
  const reader: UsageReader = {
    needles: ['"usage"'],
    push(part) {
      parts.push(part);
      return true;
    },
    result: () => null,
  };
  return { reader, parts };
}

it('parses bodies and chunks that contain a needle, and leaves the others', () => {
  const { reader, parts } = recordingReader();
  const payload = payloadReader(reader);
  expect(payload.push(bytes('{"usage":1}'))).toBe(true);
  expect(payload.push({ chunk: { bytes: bytes('{"usage":2}') } })).toBe(true);
  expect(payload.push({ chunk: { bytes: bytes('{"text":"a"}') } })).toBe(false);
  expect(parts).toEqual([{ usage: 1 }, { usage: 2 }]);
});

it('parses every body when all are to be read', () => {
  const { reader, parts } = recordingReader();
  payloadReader(reader, true).push(bytes('{"images":["a"]}'));
  expect(parts).toEqual([{ images: ['a'] }]);
});

it('passes on what has no bytes, and nothing of a body that is no JSON', () => {
  const { reader, parts } = recordingReader();
  const payload = payloadReader(reader);
  payload.push({ 'x-amzn-bedrock-input-token-count': '1' });
  payload.push({ internalServerException: {} });
  payload.push(bytes('"usage"{'));
  expect(parts).toEqual([{ 'x-amzn-bedrock-input-token-count': '1' }, { internalServerException: {} }, undefined]);
});
