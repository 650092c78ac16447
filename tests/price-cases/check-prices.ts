// pnpm prices:check [CASES] [PRICES]: prices every case of a file with a price file, prints each difference, and counts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPriceCases } from './check-price-cases.ts';
import type { PriceCase } from './price-case.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const [casesPath = join(fixtures, 'pricing-cases.json'), pricesPath = join(fixtures, 'price-file.json')] =
  process.argv.slice(2);

const cases: PriceCase[] = JSON.parse(readFileSync(casesPath, 'utf8'));
const priceFile: object = JSON.parse(readFileSync(pricesPath, 'utf8'));
const differences = checkPriceCases(cases, priceFile);
for (const difference of differences) process.stdout.write(`${difference}\n`);
process.stdout.write(`${cases.length - differences.length} of ${cases.length} cases\n`);
process.exitCode = differences.length === 0 ? 0 : 1;
