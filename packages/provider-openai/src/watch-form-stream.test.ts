import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { formStreamIn, watchFormStream } from './watch-form-stream.ts';

const header = (name: string): Buffer => Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`);
const file = Buffer.from(
  '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: text/plain\r\n\r\n',
);
const lineBreak = Buffer.from('\r\n');

it('knows the text fields of a form as they pass, and nothing before', async () => {
  const parts = [header('model'), Buffer.from('gpt-4o'), lineBreak, file, Buffer.from('size'), lineBreak];
  const stream = Readable.from([...parts, header('n'), Buffer.from('2'), lineBreak, Buffer.from('--b--')]);
  const fields = watchFormStream(stream);
  expect(fields('model')).toBeUndefined();
  const sent: unknown[] = [];
  for await (const part of stream) sent.push(part);
  expect(sent.slice(0, 6)).toEqual(parts);
  expect([fields('model'), fields('n'), fields('file'), fields('size')]).toEqual(['gpt-4o', '2', undefined, undefined]);
});

it('reads nothing ahead', async () => {
  let asked = 0;
  const stream = Readable.from(
    (function* () {
      for (const part of [header('model'), Buffer.from('gpt-4o'), lineBreak]) {
        asked += 1;
        yield part;
      }
    })(),
    { highWaterMark: 1 },
  );
  watchFormStream(stream);
  await new Promise(setImmediate);
  expect(asked).toBe(0);
});

it('finds only a Node stream that the SDK wrapped as a form', () => {
  const stream = Readable.from([]);
  expect(formStreamIn({ body: stream, [Symbol.toStringTag]: 'MultipartBody' })).toBe(stream);
  for (const body of [
    { body: stream },
    { body: new FormData(), [Symbol.toStringTag]: 'MultipartBody' },
    stream,
    null,
  ]) {
    expect(formStreamIn(body)).toBeNull();
  }
});
