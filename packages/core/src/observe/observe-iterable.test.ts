import { describe, expect, it } from 'vitest';
import { observeAnswer } from './observe-answer.ts';
import { createRecordingSink } from './recording-sink.test-support.ts';

describe('an observed iterable', () => {
  async function* generate(): AsyncGenerator<number> {
    yield 1;
    yield 2;
    yield 3;
  }

  it('hands on each value and stays the same object', async () => {
    const iterable = generate();
    const sink = createRecordingSink();
    observeAnswer(iterable, sink, {}, () => expect.unreachable());
    const values: number[] = [];
    for await (const value of iterable) values.push(value);
    expect(values).toEqual([1, 2, 3]);
    expect(sink.parts).toEqual([1, 2, 3]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('is aborted by a break', async () => {
    const iterable = generate();
    const sink = createRecordingSink();
    observeAnswer(iterable, sink, {}, () => expect.unreachable());
    for await (const _value of iterable) break;
    expect(sink.parts).toEqual([1]);
    expect(sink.heard).toEqual(['begin', 'abort']);
  });

  const objectStream = (): ReadableStream<number> => ReadableStream.from([1, 2, 3]);
  const collect = async (stream: ReadableStream<number>): Promise<number[]> => {
    const values: number[] = [];
    for await (const value of stream) values.push(value);
    return values;
  };
  it.each<[string, (stream: ReadableStream<number>) => Promise<number[]>]>([
    ['for await', collect],
    ['pipeThrough', (stream) => collect(stream.pipeThrough(new TransformStream<number, number>()))],
    ['tee', (stream) => collect(stream.tee()[0])],
  ])('counts the values of an object stream once by %s', async (_name, read) => {
    const stream = objectStream();
    const sink = createRecordingSink();
    observeAnswer(stream, sink, {}, () => expect.unreachable());
    expect(await read(stream)).toEqual([1, 2, 3]);
    expect(sink.parts).toEqual([1, 2, 3]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });

  it('takes a plain value for the whole answer', () => {
    const sink = createRecordingSink();
    observeAnswer({ id: 'a' }, sink, {}, () => expect.unreachable());
    expect(sink.parts).toEqual([{ id: 'a' }]);
    expect(sink.heard).toEqual(['begin', 'end']);
  });
});
