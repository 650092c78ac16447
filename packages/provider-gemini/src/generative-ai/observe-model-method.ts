import { clearImmediate, setImmediate } from 'node:timers';
import { type CallStart, type ObservedCall, type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { geminiContentReader, geminiEmbeddingReader } from '@llm-tracker/wire';
import { shortModelName } from '../genai/model-path.ts';
import { guarded } from '../guarded.ts';
import { member, textMember } from '../read-member.ts';
import { describeModelError } from './describe-model-error.ts';
import { observeStreamResult } from './observe-stream-result.ts';

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** What a method resolves to: `{ response }`, `{ stream, response }`, or the body of an answer. */
export type ResultKind = 'answer' | 'stream' | 'embedding';

/** Observes a method that sends one request, in place. Its second parameter may bring the app's signal. */
export function observeModelMethod(target: object, name: string, kind: ResultKind, host: TrackerHost): void {
  wrapMethod<Method>(
    target,
    name,
    (original) =>
      async function (this: unknown, ...parameters) {
        const send = (): Promise<unknown> => Reflect.apply(original, this, parameters);
        const given = member(parameters[1], 'signal');
        const signal = given instanceof AbortSignal ? given : undefined;
        const call = guarded(host, () => host.beginCall(startOf(kind, textMember(this, 'model'), signal)));
        if (call === null) return send();
        if (call.admitted !== undefined) await call.admitted;
        const departure = leaveAfterThisTurn(call);
        let result: unknown;
        try {
          result = await send();
        } catch (error) {
          departure.cancel();
          call.fail(describeModelError(error, signal));
          throw error;
        }
        departure.leave();
        guarded(host, () => takeResult(result, kind, call, signal));
        return result;
      },
  );
}

function startOf(kind: ResultKind, model: string | undefined, signal: AbortSignal | undefined): CallStart {
  return {
    operation: kind === 'embedding' ? 'embeddings' : 'generate_content',
    model: model === undefined ? null : (shortModelName(model) ?? model),
    reader: kind === 'embedding' ? geminiEmbeddingReader() : geminiContentReader(),
    streamed: kind === 'stream',
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The SDK checks what it is given before it sends: what fails within one turn of the event loop was never sent, and is no call. */
function leaveAfterThisTurn(call: ObservedCall): { leave(): void; cancel(): void } {
  let hasLeft = false;
  const leave = (): void => {
    if (!hasLeft) call.attempt();
    hasLeft = true;
  };
  const immediate = setImmediate(leave);
  return { leave, cancel: () => clearImmediate(immediate) };
}

function takeResult(result: unknown, kind: ResultKind, call: ObservedCall, signal: AbortSignal | undefined): void {
  if (kind === 'stream') {
    observeStreamResult(result, call, signal);
    return;
  }
  call.push(kind === 'answer' ? member(result, 'response') : result);
  call.succeed();
}
