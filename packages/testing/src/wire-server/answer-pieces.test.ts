import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { type AnswerPiece, inWrites, streamPieces, wholePieces } from './answer-pieces.ts';
import type { WireScenario } from './wire-scenario.ts';

const events = [{ data: 'a' }, { data: 'bé' }, { data: 'c' }];

function written(scenario: WireScenario): string[] {
  const pieces = streamPieces({ events }, scenario, () => ({ data: 'failed' }));
  return [...inWrites(pieces, scenario.writes)].map((piece: AnswerPiece) =>
    typeof piece === 'string' ? piece : `${piece.events} ${piece.bytes.toString('latin1')}`,
  );
}

describe('the pieces of a stream', () => {
  test('are one per event, or all in one', () => {
    assert.deepEqual(written({}), ['1 data: a\n\n', '1 data: b\xc3\xa9\n\n', '1 data: c\n\n']);
    assert.deepEqual(written({ writes: 'all' }), ['3 data: a\n\ndata: b\xc3\xa9\n\ndata: c\n\n']);
  });

  test('split characters, and count an event with its last byte', () => {
    assert.deepEqual(written({ writes: [8, 3] }).slice(2, 4), ['0 data: b\xc3', '1 \xa9\n\n']);
  });

  test('end where the scenario ends them', () => {
    assert.deepEqual(written({ cut: { afterEvents: 2 } }).slice(-2), ['1 data: b\xc3\xa9\n\n', 'cut']);
    assert.deepEqual(written({ hang: { afterEvents: 0 } }), ['hang']);
    assert.deepEqual(written({ hang: { afterEvents: 3 } }).at(-1), 'hang');
    assert.deepEqual(written({ failAfterEvents: 1 }), ['1 data: a\n\n', '1 data: failed\n\n']);
    assert.deepEqual(written({ spelling: { unfinished: true } }).at(-1), '1 data: c');
  });
});

test('a whole body is cut in its middle', () => {
  const pieces = [...wholePieces(Buffer.from('abcd'), { cut: { afterEvents: 1 } })];
  assert.deepEqual(
    pieces.map((piece) => (typeof piece === 'string' ? piece : piece.bytes.toString())),
    ['ab', 'cut'],
  );
});
