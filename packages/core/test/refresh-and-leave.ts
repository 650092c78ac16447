// refresh-and-leave.ts SOURCE DIRECTORY: asks a price source that never answers, and has nothing else to do once its input ends.
import { once } from 'node:events';
import { systemClock } from '../src/clock.ts';
import { createPricing } from '../src/pricing/create-pricing.ts';

const [source, cacheDirectory = ''] = process.argv.slice(2);
const pricing = createPricing({
  customPricing: undefined,
  pricing: { source },
  report: () => undefined,
  // Giving up after 10 s would end the process, too.
  clock: {
    ...systemClock,
    schedule: (callback, delayMs, options) => systemClock.schedule(callback, delayMs * 100, options),
  },
  cacheDirectory,
});
pricing.start();
await once(process.stdin.resume(), 'end');
