import { Readable } from 'node:stream';
import { watchForAbandonment } from './abandonment.ts';
import type { BodyTap } from './body-tap.ts';
import { type BodySource, createFrontStream } from './front-stream.ts';

type BodyMethod = 'json' | 'text' | 'arrayBuffer' | 'blob' | 'bytes' | 'formData' | 'clone';

interface ResponseState {
  readonly tap: BodyTap;
  readonly source: BodySource;
  front: ReadableStream<Uint8Array> | undefined;
  /** Whether the front is one of two branches: the real body then tells nothing about this response. */
  isBranch: boolean;
}

const states = new WeakMap<object, ResponseState>();

/** Whether this answer has a body of the `fetch` standard. */
export function isWebResponse(answer: object): answer is Response & { body: ReadableStream<Uint8Array> } {
  return (
    'body' in answer &&
    typeof answer.body === 'object' &&
    answer.body !== null &&
    'getReader' in answer.body &&
    'text' in answer &&
    typeof answer.text === 'function' &&
    // An object that is made to look like a response has its members itself, out of our reach.
    !['body', 'json', 'text'].some((name) => Object.hasOwn(answer, name))
  );
}

/** Passes the body of a `Response` by `tap`, however the app reads it. The response stays the same object; nothing is read before the app reads. */
export function observeResponse(response: Response & { body: ReadableStream<Uint8Array> }, tap: BodyTap): void {
  states.set(response, { tap, source: { stream: response.body }, front: undefined, isBranch: false });
  watchForAbandonment(response, tap);
  makeObserved(response);
}

const observedMembers: PropertyDescriptorMap = {
  body: {
    get(this: Response) {
      const state = states.get(this);
      if (state === undefined) return original(this, 'body');
      // Read whole by `text()` or the like: there is nothing left to stand in front of.
      return state.front === undefined && state.source.stream.locked ? state.source.stream : frontOf(state);
    },
    configurable: true,
  },
  bodyUsed: {
    get(this: Response) {
      const state = states.get(this);
      if (state?.isBranch !== true) return original(this, 'bodyUsed');
      // It takes streams of the web standard as well, though its type does not say so.
      return Reflect.apply(Readable.isDisturbed, undefined, [state.front]);
    },
    configurable: true,
  },
  json: member('json', (tap, body) => tap.whole(body)),
  text: member('text', (tap, body) => tap.whole(body)),
  arrayBuffer: member('arrayBuffer', (tap, body) => {
    if (body instanceof ArrayBuffer) wholeBytes(tap, new Uint8Array(body));
  }),
  bytes: member('bytes', (tap, body) => {
    if (body instanceof Uint8Array) wholeBytes(tap, body);
  }),
  blob: throughFront('blob'),
  formData: throughFront('formData'),
  clone: {
    value: function clone(this: Response): Response {
      const copy: Response = Reflect.apply(original(this, 'clone'), this, []);
      const state = states.get(this);
      if (state === undefined) return copy;
      // The response now reads one branch of its real body; both copies must read behind the tap.
      state.source.stream = original(this, 'body');
      const [mine, theirs] = frontOf(state).tee();
      state.front = mine;
      state.isBranch = true;
      const unused: ReadableStream | null = copy.body;
      void unused?.cancel();
      states.set(copy, { ...state, front: theirs });
      makeObserved(copy);
      return copy;
    },
    writable: true,
    configurable: true,
  },
};

function wholeBytes(tap: BodyTap, bytes: Uint8Array): void {
  tap.whole(new TextDecoder().decode(bytes));
}

/** A method that reads the whole body: the original, whose result is looked at, unless somebody holds the front. */
function member(name: BodyMethod, look: (tap: BodyTap, body: unknown) => void): PropertyDescriptor {
  const method = function (this: Response): Promise<unknown> {
    const state = states.get(this);
    if (state === undefined) return Reflect.apply(original(this, name), this, []);
    if (state.tap.rewrites || !standAside(state)) return readFront(this, state, name);
    return Reflect.apply(original(this, name), this, []).then(
      (body: unknown) => {
        look(state.tap, body);
        state.source.endFront?.();
        return body;
      },
      (error: unknown) => {
        state.tap.fail(error);
        state.source.endFront?.(error);
        throw error;
      },
    );
  };
  Object.defineProperty(method, 'name', { value: name });
  return { value: method, writable: true, configurable: true };
}

/** An SDK may ask for the body only to see whether it is locked; such a front is locked like the body that is read instead. False when somebody reads by the front. */
function standAside(state: ResponseState): boolean {
  const { front, source } = state;
  if (front === undefined) return true;
  if (state.isBranch || front.locked || source.stream.locked) return false;
  ReadableStream.prototype.getReader.call(front);
  return true;
}

function throughFront(name: BodyMethod): PropertyDescriptor {
  const method = function (this: Response): Promise<unknown> {
    const state = states.get(this);
    return state === undefined ? Reflect.apply(original(this, name), this, []) : readFront(this, state, name);
  };
  Object.defineProperty(method, 'name', { value: name });
  return { value: method, writable: true, configurable: true };
}

function readFront(response: Response, state: ResponseState, name: BodyMethod): Promise<unknown> {
  const front = frontOf(state);
  // Read before: the original rejects as it always does, since its body is used or locked too.
  if (response.bodyUsed) return Reflect.apply(original(response, name), response, []);
  if (front.locked) return Promise.reject(new TypeError('Body is unusable: Body has already been read'));
  const reading = new Response(front, { headers: response.headers });
  return Reflect.apply(Reflect.get(reading, name), reading, []);
}

function frontOf(state: ResponseState): ReadableStream<Uint8Array> {
  if (state.front === undefined) {
    state.front = createFrontStream(state.source, state.tap);
    watchForAbandonment(state.front, state.tap);
  }
  return state.front;
}

/** A prototype between a response and its class, with the observed members: one for each class, which costs a fraction of own members. */
const observedPrototypes = new WeakMap<object, object>();
const classPrototypes = new WeakMap<object, object>();

function makeObserved(response: Response): void {
  const base: object = Object.getPrototypeOf(response);
  let observed = observedPrototypes.get(base);
  if (observed === undefined) {
    observed = Object.create(base, observedMembers) as object;
    observedPrototypes.set(base, observed);
    classPrototypes.set(observed, base);
  }
  Object.setPrototypeOf(response, observed);
}

/** The member as the response's class has it. */
function original<Name extends keyof Response>(response: Response, name: Name): NonNullable<Response[Name]> {
  const prototype: object = Object.getPrototypeOf(response);
  return Reflect.get(classPrototypes.get(prototype) ?? prototype, name, response);
}
