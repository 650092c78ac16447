import { expect, it } from 'vitest';
import { eventFrame } from './event-frame.ts';

it('frames a message as the published test vectors of AWS do', () => {
  // `payload_one_str_header` of the vectors that all AWS SDKs are tested with.
  const frame = eventFrame({ 'content-type': 'application/json' }, Buffer.from("{'foo':'bar'}"));
  expect(frame.toString('hex')).toBe(
    '0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1',
  );
});
