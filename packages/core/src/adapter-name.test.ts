import { describe, expect, it } from 'vitest';
import { adapterName } from './adapter-name.ts';
import { ScriptedAdapter } from './delivery/scripted-adapter.test-support.ts';

describe('adapterName', () => {
  it('is the class, where there is one', () => {
    expect(adapterName(new ScriptedAdapter())).toBe('ScriptedAdapter');
    const plain = { connect: async () => undefined, disconnect: async () => undefined, save: async () => undefined };
    expect(adapterName(plain)).toBe('The database adapter');
    expect(adapterName(Object.assign(Object.create(null), plain))).toBe('The database adapter');
  });
});
