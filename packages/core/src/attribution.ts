import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attribution } from './record.ts';
import type { ReportEvent } from './report-event.ts';

/** An attribution that names its project: what a call is recorded with. */
export type ResolvedAttribution = Readonly<Attribution> & { readonly projectName: string };

/** Who the calls of one tracker belong to. */
export interface AttributionScope {
  /** Runs `fn`; whatever begins inside it, also later, belongs to `attribution`. */
  run<Result>(attribution: Attribution, fn: () => Result): Result;
  /** The attribution in force here: options, the `attribution()` option, the plugin's, that of `run`, the call's own; inner over outer, tags merged. */
  resolve(plugin: Attribution | undefined, call: Attribution | undefined): ResolvedAttribution;
}

/** Makes the scope of one tracker. A failing `ask` is reported and ignored. */
export function createAttributionScope(
  defaults: ResolvedAttribution,
  ask: (() => Attribution | undefined) | undefined,
  report: ReportEvent,
): AttributionScope {
  const scopes = new AsyncLocalStorage<Attribution>();
  const asked = (): Attribution | undefined => {
    try {
      return ask?.();
    } catch (error) {
      report({
        type: 'plugin_failed',
        level: 'warning',
        message: 'The attribution() option threw; the call is recorded without it.',
        error,
      });
      return undefined;
    }
  };
  return {
    run: (attribution, fn) => scopes.run(merge(scopes.getStore() ?? {}, attribution), fn),
    resolve(plugin, call) {
      const inner = [asked(), plugin, scopes.getStore(), call];
      return inner.every((attribution) => attribution === undefined)
        ? defaults
        : { ...inner.reduce<Attribution>(merge, defaults), projectName: projectOf(inner, defaults.projectName) };
    },
  };
}

function merge(outer: Attribution, inner: Attribution | undefined): Attribution {
  if (inner === undefined || inner === null) return outer;
  const merged: Attribution = { ...outer };
  for (const field of ['projectName', 'teamName', 'userId', 'sessionId', 'traceId'] as const) {
    if (inner[field] !== undefined) merged[field] = inner[field];
  }
  if (inner.tags !== undefined) merged.tags = { ...outer.tags, ...inner.tags };
  return merged;
}

function projectOf(inner: readonly (Attribution | undefined)[], outermost: string): string {
  return inner.findLast((attribution) => attribution?.projectName !== undefined)?.projectName ?? outermost;
}
