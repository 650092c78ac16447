import type { BodyTap } from './body-tap.ts';

const watched = new WeakMap<BodyTap, number>();

const registry = new FinalizationRegistry<BodyTap>((tap) => {
  const left = (watched.get(tap) ?? 1) - 1;
  watched.set(tap, left);
  if (left === 0) tap.abort();
});

/** Ends the tap as aborted once every object that is watched for it was collected unread. The tap must not reach these objects. */
export function watchForAbandonment(object: object, tap: BodyTap): void {
  watched.set(tap, (watched.get(tap) ?? 0) + 1);
  registry.register(object, tap);
}
