import type { Writable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { inWrites, streamPieces, wholePieces } from './answer-pieces.ts';
import type { OutgoingAnswer } from './listen-http.ts';
import type { OpenEntry } from './request-journal.ts';
import type { WholeAnswer, WireAnswer, WireEvent } from './wire-format.ts';
import type { WireScenario } from './wire-scenario.ts';

/** Puts an answer on the socket, in the pieces and with the failures that the scenario asks for. Waits when the socket is full, stops when the client is gone. */
export async function writeAnswer(
  response: OutgoingAnswer,
  answer: WireAnswer,
  scenario: WireScenario,
  failure: () => WireEvent,
  entry: OpenEntry,
): Promise<void> {
  if (scenario.hang === 'before-headers') return;
  if (scenario.cut === 'before-headers') return closeConnection(response, entry);

  const whole = 'events' in answer ? undefined : wholeBody(answer, scenario);
  const pieces =
    'events' in answer
      ? streamPieces(answer, scenario, failure)
      : wholePieces(whole?.bytes ?? Buffer.alloc(0), scenario);
  const headers: Record<string, string> = {
    'content-type': whole?.contentType ?? 'text/event-stream; charset=utf-8',
    ...answer.headers,
    ...scenario.headers,
  };
  if (scenario.gzip === true) headers['content-encoding'] = 'gzip';
  else if (whole !== undefined) headers['content-length'] = String(whole.bytes.length);
  entry.status = 'events' in answer ? 200 : answer.status;
  response.writeHead(entry.status, headers);
  response.flushHeaders();

  const gzip = scenario.gzip === true ? createGzip({ flush: constants.Z_SYNC_FLUSH }) : undefined;
  gzip?.pipe(response);
  const target: Writable = gzip ?? response;
  for (const piece of inWrites(pieces, scenario.writes)) {
    if (piece === 'hang') return;
    if (piece === 'cut') {
      // The client must get what was sent before: closing a socket drops what still waits in it.
      await new Promise<unknown>((resolve) => target.write('', resolve));
      return closeConnection(response, entry);
    }
    await scenario.gate?.pass();
    if (response.closed) return;
    const hasRoom = target.write(piece.bytes);
    entry.eventsWritten += piece.events;
    if (hasRoom) continue;
    entry.blocked = true;
    await roomOrClose(target, response);
    entry.blocked = false;
    if (response.closed) return;
  }
  target.end();
}

function roomOrClose(target: Writable, response: OutgoingAnswer): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      target.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    target.on('drain', settle);
    response.on('close', settle);
  });
}

function closeConnection(response: OutgoingAnswer, entry: OpenEntry): void {
  entry.settle('cut');
  response.hangUp();
}

function wholeBody(answer: WholeAnswer, scenario: WireScenario): { bytes: Buffer; contentType: string } {
  const { body } = answer;
  if (typeof body === 'string') return { bytes: Buffer.from(body), contentType: 'text/plain; charset=utf-8' };
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body), contentType: 'application/octet-stream' };
  const data = scenario.rewrite === undefined ? body : scenario.rewrite(body);
  return { bytes: Buffer.from(JSON.stringify(data)), contentType: 'application/json' };
}
