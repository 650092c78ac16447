// refresh-and-leave.ts SOURCE DIRECTORY: asks a price source that never answers, and has nothing else to do.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemClock } from '../src/clock.ts';
import { createPricing } from '../src/pricing/create-pricing.ts';

const [source, cacheDirectory = ''] = process.argv.slice(2);
const pricing = createPricing({
  customPricing: undefined,
  pricing: { source },
  report: () => undefined,
  clock: systemClock,
  cacheDirectory,
});
pricing.start();

// Long enough to be asking, and then free to go.
const work = createServer().listen(0);
await once(work, 'listening');
setTimeout(() => work.close(), 300);
