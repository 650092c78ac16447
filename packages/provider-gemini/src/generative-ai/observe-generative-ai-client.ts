import { type TrackerHost, wrapMethod } from '@llm-tracker/core/plugin';
import { observeModelMethod } from './observe-model-method.ts';

type Method = (...parameters: unknown[]) => unknown;

/** Observes the models that a client of `@google/generative-ai` makes from now on, and their chats, in place. The SDK has no seam below them, and none of their methods calls another. */
export function observeGenerativeAiClient(client: object, host: TrackerHost): void {
  for (const name of ['getGenerativeModel', 'getGenerativeModelFromCachedContent']) {
    onResult(client, name, (model) => observeModel(model, host));
  }
}

function observeModel(model: object, host: TrackerHost): void {
  observeModelMethod(model, 'generateContent', 'answer', host);
  observeModelMethod(model, 'generateContentStream', 'stream', host);
  observeModelMethod(model, 'embedContent', 'embedding', host);
  observeModelMethod(model, 'batchEmbedContents', 'embedding', host);
  onResult(model, 'startChat', (chat) => {
    observeModelMethod(chat, 'sendMessage', 'answer', host);
    observeModelMethod(chat, 'sendMessageStream', 'stream', host);
  });
}

/** Looks at the objects that a method makes. */
function onResult(target: object, name: string, look: (made: object) => void): void {
  wrapMethod<Method>(
    target,
    name,
    (original) =>
      function (this: unknown, ...parameters) {
        const made = Reflect.apply(original, this, parameters);
        if (typeof made === 'object' && made !== null) look(made);
        return made;
      },
  );
}
