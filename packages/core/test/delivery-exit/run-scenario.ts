// Run as a process of its own by delivery-exit.test.ts: `node run-scenario.ts <scenario>`.
import { systemClock } from '../../src/clock.ts';
import { createDelivery } from '../../src/delivery/create-delivery.ts';
import { sampleRecord } from '../../src/sample-record.test-support.ts';

const [, , scenario = ''] = process.argv;
const isHanging = scenario.startsWith('hanging');

const delivery = createDelivery({
  adapter: {
    connect: async () => undefined,
    disconnect: async () => undefined,
    save: () => (isHanging ? new Promise(() => undefined) : Promise.reject(new Error('away'))),
  },
  batchSize: 1,
  batchIntervalMs: 60_000,
  retry: { maxRetries: 0, initialDelayMs: 60_000, maxDelayMs: 60_000, backoffMultiplier: 1 },
  clock: systemClock,
  random: Math.random,
  report: () => undefined,
});

await delivery.connect();
delivery.accept(sampleRecord());
if (scenario === 'hanging, flush') process.stdout.write(`flushed ${(await delivery.flush(200)).pending}`);
else if (scenario === 'hanging, disconnect') process.stdout.write(`ended ${(await delivery.disconnect(200)).pending}`);
else process.stdout.write('done');
