/** First in, first out, with room for `capacity` values. Neither end ever moves memory. */
export class Ring<Value> {
  readonly capacity: number;
  readonly #slots: (Value | undefined)[] = [];
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get length(): number {
    return this.#length;
  }

  /** False when there is no room. */
  push(value: Value): boolean {
    if (this.#length === this.capacity) return false;
    this.#slots[(this.#first + this.#length) % this.capacity] = value;
    this.#length += 1;
    return true;
  }

  /** The oldest value, which stays. */
  peek(): Value | undefined {
    return this.#slots[this.#first];
  }

  /** The oldest value, which goes. */
  shift(): Value | undefined {
    const value = this.#slots[this.#first];
    if (this.#length === 0) return undefined;
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.capacity;
    this.#length -= 1;
    return value;
  }
}
