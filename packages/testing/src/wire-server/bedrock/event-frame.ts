import { crc32 } from 'node:zlib';

const stringType = 7;

/** One message of an AWS event stream: lengths, headers, payload, each half with its checksum. https://smithy.io/2.0/aws/amazon-eventstream.html */
export function eventFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const named = Buffer.concat(Object.entries(headers).map(([name, value]) => stringHeader(name, value)));
  const length = 12 + named.length + payload.length + 4;
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(length, 0);
  prelude.writeUInt32BE(named.length, 4);
  const frame = Buffer.concat([prelude, checksum(prelude), named, payload]);
  return Buffer.concat([frame, checksum(frame)]);
}

function stringHeader(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.of(Buffer.byteLength(name)), Buffer.from(name), Buffer.of(stringType), length, text]);
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
