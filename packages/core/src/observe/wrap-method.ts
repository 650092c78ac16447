const wrapped = Symbol.for('llm-tracker.wrapped');

/** Replaces `target[name]` by `wrap(original)`, once; false when it was replaced before, also on clones that copied it. Own properties, `name` and `length` of the original are kept. */
export function wrapMethod<Method extends (...args: never[]) => unknown>(
  target: object,
  name: PropertyKey,
  wrap: (original: Method) => Method,
): boolean {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function' || Object.hasOwn(original, wrapped)) return false;
  const replacement = wrap(original as Method);
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (descriptor === undefined || key === 'prototype') continue;
    // node-fetch names itself as its own `default`.
    if (descriptor.value === original) descriptor.value = replacement;
    Object.defineProperty(replacement, key, descriptor);
  }
  Object.defineProperty(replacement, wrapped, { value: true });
  const current = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    // A method of the prototype becomes an own member that `util.inspect` and `Object.keys` must not show.
    enumerable: current?.enumerable ?? false,
  });
  return true;
}
