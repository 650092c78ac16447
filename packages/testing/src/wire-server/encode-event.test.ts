import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { encodeEvent } from './encode-event.ts';

const event = { event: 'delta', data: { text: 'a', list: [1] } };

describe('encodeEvent', () => {
  test('writes what the vendors write', () => {
    assert.equal(encodeEvent(event), 'event: delta\ndata: {"text":"a","list":[1]}\n\n');
    assert.equal(encodeEvent({ data: '[DONE]' }), 'data: [DONE]\n\n');
  });

  test('writes every other spelling that the specification allows', () => {
    assert.equal(
      encodeEvent(event, { lineEnd: '\r', afterColon: '' }),
      'event:delta\rdata:{"text":"a","list":[1]}\r\r',
    );
    assert.equal(
      encodeEvent({ data: { a: 1 } }, { multiLine: true, lineEnd: '\r\n' }),
      'data: {\r\ndata:   "a": 1\r\ndata: }\r\n\r\n',
    );
    assert.equal(encodeEvent({ data: { a: 1, b: [2] } }, { spaced: true }), 'data: {"a" : 1, "b" : [2]}\n\n');
    assert.equal(encodeEvent({ data: '1' }, { comments: true }), ': keep-alive\ndata: 1\n\n');
  });
});
