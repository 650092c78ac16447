const lineFeed = 10;
const carriageReturn = 13;

/** Index after the last blank line of these bytes, where one event ends and the next begins; 0 when there is none. */
export function lastEventEnd(bytes: Uint8Array): number {
  for (let index = bytes.length - 1; index > 0; index -= 1) {
    const byte = bytes[index];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    const before = bytes[index - 1];
    if (before === byte) return index + 1;
    if (byte === lineFeed && before === carriageReturn && bytes[index - 2] === lineFeed) return index + 1;
  }
  return 0;
}

/** The bytes as a Buffer over the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Collects the bytes of an unfinished event: copies, joined only when the event is complete. */
export class PendingBytes {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Keeps a copy: the app may transfer or overwrite the buffer that it is given. */
  keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(new Uint8Array(bytes));
    this.#length += bytes.length;
  }

  /** What was kept, followed by `bytes`; nothing is kept any more. */
  join(bytes: Uint8Array): Uint8Array {
    if (this.#length === 0) return bytes;
    const joined = Buffer.concat([...this.#chunks, bytes], this.#length + bytes.length);
    this.clear();
    return joined;
  }

  /** Whether the bytes kept and `bytes` together may hold a blank line; true when in doubt. */
  mayEndEvent(bytes: Uint8Array): boolean {
    if (lastEventEnd(bytes) > 0) return true;
    const last = this.#chunks.at(-1)?.at(-1);
    return (last === lineFeed || last === carriageReturn) && (bytes[0] === lineFeed || bytes[0] === carriageReturn);
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
