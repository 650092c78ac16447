import {
  type CallStart,
  type ReportedUsage,
  type TrackerPlugin,
  type UsageReader,
  wrapMethod,
} from '@llm-tracker/core/plugin';
import type { HeronAnswer, HeronClient, HeronRequest } from './heron-client.ts';

/** The plugin that makes no mistake. */
export function heronProvider(client: HeronClient): TrackerPlugin<HeronClient> {
  return {
    name: 'heron',
    install(host) {
      wrapMethod<HeronClient['call']>(
        client,
        'call',
        (call) => (request) => host.observeCall(heronCall(request, false), () => call.call(client, request)),
      );
      wrapMethod<HeronClient['callSlowly']>(
        client,
        'callSlowly',
        (call) => (request) => host.observeCall(heronCall(request, true), () => call.call(client, request)),
      );
      return client;
    },
  };
}

/** What is known of a call of Heron before it leaves. */
export function heronCall(request: HeronRequest, streamed: boolean, reader: UsageReader = heronReader()): CallStart {
  return { operation: 'chat', model: request.model, streamed, reader };
}

/** Reads the usage of one answer, whole or in parts. */
export function heronReader(): UsageReader {
  let usage: ReportedUsage | null = null;
  return {
    push(part) {
      const { id, model, usage: tokens } = (part ?? {}) as Partial<HeronAnswer>;
      if (tokens === undefined || tokens === null) return false;
      usage = {
        ...(model === undefined ? {} : { model }),
        ...(id === undefined ? {} : { responseId: id }),
        items: [
          { unit: 'input', quantity: tokens.tokens_in },
          { unit: 'output', quantity: tokens.tokens_out },
        ],
      };
      return true;
    },
    result: () => usage,
  };
}
