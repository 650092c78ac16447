import { describe, expect, it } from 'vitest';
import { Ring } from './ring.ts';

describe('Ring', () => {
  it('gives values back in their order, also after going round', () => {
    const ring = new Ring<number>(3);
    const taken: (number | undefined)[] = [];
    for (let value = 0; value < 20; value += 1) {
      expect(ring.push(value)).toBe(true);
      expect(ring.push(value + 0.5)).toBe(true);
      taken.push(ring.shift(), ring.shift());
    }
    expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index / 2));
  });

  it('takes no more than its capacity', () => {
    const ring = new Ring<string>(2);
    expect([ring.push('a'), ring.push('b'), ring.push('c')]).toEqual([true, true, false]);
    expect([ring.length, ring.peek()]).toEqual([2, 'a']);
  });

  it('has nothing to give when it is empty', () => {
    const ring = new Ring<string>(2);
    expect([ring.peek(), ring.shift(), ring.length]).toEqual([undefined, undefined, 0]);
    ring.push('a');
    ring.shift();
    expect([ring.peek(), ring.shift(), ring.length]).toEqual([undefined, undefined, 0]);
  });
});
