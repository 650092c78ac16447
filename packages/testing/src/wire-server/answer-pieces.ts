import { encodeEvent } from './encode-event.ts';
import type { StreamAnswer, WireEvent } from './wire-format.ts';
import type { AnswerPoint, WireScenario } from './wire-scenario.ts';

/** Bytes of an answer with the number of events that end in them, or the end of an answer that is not to be finished. */
export type AnswerPiece = { bytes: Buffer; events: number } | 'cut' | 'hang';

/** A stream's events as bytes, one piece each, with the failures of the scenario in between. */
export function* streamPieces(
  answer: StreamAnswer,
  scenario: WireScenario,
  failure: () => WireEvent,
): Generator<AnswerPiece> {
  const encode = answer.encode ?? ((event: WireEvent) => encodeEvent(event, scenario.spelling));
  const events =
    scenario.failAfterEvents === undefined ? answer.events : failing(answer.events, scenario.failAfterEvents, failure);
  let sent = 0;
  let pending: WireEvent | undefined;
  const bytesOf = (event: WireEvent, last: boolean): AnswerPiece => {
    const bytes = Buffer.from(encode(event));
    return {
      bytes: last && scenario.spelling?.unfinished === true ? withoutEmptyLine(bytes, scenario) : bytes,
      events: 1,
    };
  };
  // One event is held back, because the last one may be spelled differently.
  for (const event of events) {
    if (pending !== undefined) {
      yield bytesOf(pending, false);
      sent += 1;
    }
    const end = endAt(scenario, sent);
    if (end !== undefined) return yield end;
    pending = rewritten(event, scenario);
  }
  if (pending !== undefined) yield bytesOf(pending, true);
  const end = endAt(scenario, sent + 1);
  if (end !== undefined) yield end;
}

/** A whole body in one piece; in two when it is to end in the middle. */
export function* wholePieces(body: Buffer, scenario: WireScenario): Generator<AnswerPiece> {
  const middle = Math.floor(body.length / 2);
  const atStart = endAt(scenario, 0);
  if (atStart !== undefined) return yield atStart;
  const inMiddle = endAt(scenario, 1);
  if (inMiddle === undefined) return yield { bytes: body, events: 1 };
  yield { bytes: body.subarray(0, middle), events: 1 };
  yield inMiddle;
}

/** The same bytes, cut into other writes. */
export function* inWrites(pieces: Iterable<AnswerPiece>, writes: WireScenario['writes']): Generator<AnswerPiece> {
  if (writes === undefined || writes === 'event') return yield* pieces;
  let held: Buffer[] = [];
  let events = 0;
  let turn = 0;
  for (const piece of pieces) {
    if (piece === 'cut' || piece === 'hang') {
      if (held.length > 0) yield { bytes: Buffer.concat(held), events };
      held = [];
      yield piece;
    } else if (writes === 'all') {
      held.push(piece.bytes);
      events += piece.events;
    } else {
      for (let start = 0; start < piece.bytes.length; ) {
        const end = start + Math.max(1, writes[turn++ % writes.length] ?? 1);
        yield { bytes: piece.bytes.subarray(start, end), events: end >= piece.bytes.length ? piece.events : 0 };
        start = end;
      }
    }
  }
  if (held.length > 0) yield { bytes: Buffer.concat(held), events };
}

function* failing(events: Iterable<WireEvent>, afterEvents: number, failure: () => WireEvent): Generator<WireEvent> {
  let sent = 0;
  for (const event of events) {
    if (sent === afterEvents) break;
    yield event;
    sent += 1;
  }
  yield failure();
}

function rewritten(event: WireEvent, scenario: WireScenario): WireEvent {
  if (scenario.rewrite === undefined || typeof event.data === 'string') return event;
  return { ...event, data: scenario.rewrite(event.data) };
}

function endAt(scenario: WireScenario, sent: number): 'cut' | 'hang' | undefined {
  const isHere = (point: AnswerPoint | undefined): boolean => typeof point === 'object' && point.afterEvents === sent;
  if (isHere(scenario.cut)) return 'cut';
  return isHere(scenario.hang) ? 'hang' : undefined;
}

function withoutEmptyLine(bytes: Buffer, scenario: WireScenario): Buffer {
  return bytes.subarray(0, bytes.length - 2 * (scenario.spelling?.lineEnd ?? '\n').length);
}
