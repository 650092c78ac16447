import { MemoryAdapter } from '@llm-tracker/core';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { test } from 'vitest';

const tables = new Map<string, MemoryAdapter>();

const context: StorageContext = {
  createAdapter(table) {
    const adapter = tables.get(table) ?? new MemoryAdapter();
    tables.set(table, adapter);
    return adapter;
  },
};

for (const { name, skipReason, run } of storageCases) {
  test.skipIf(skipReason(context) !== null)(name, () => run(context));
}
