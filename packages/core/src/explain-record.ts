import { describeFlag } from './pricing/describe-flag.ts';
import {
  addDecimals,
  decimalFromNumber,
  type ExactDecimal,
  formatDecimal,
  parseDecimal,
} from './pricing/exact-decimal.ts';
import { toPico } from './pricing/money.ts';
import type { LineItem, TrackingData } from './record.ts';
import type { Explanation } from './tracker.ts';

/** One printed row of the arithmetic. `amount` is decimal text, or `?`. */
interface Line {
  readonly label: string;
  readonly product: string;
  readonly amount: string;
  readonly note: string;
}

const zero: ExactDecimal = { digits: 0n, scale: 0 };
const unknown = '?';

/**
 * The arithmetic of one stored cost, in exact digits and aligned for a terminal. Where there is a total, the printed amounts sum
 * to it to the last digit; where there is none, it says why. An amount that the provider stated stands beside its line items.
 * The text leaves out what was not used and says how the price was found.
 */
export function explainRecord(record: TrackingData): Explanation {
  const lineItems = record.details.lineItems ?? [];
  const used = lineItems.filter(({ quantity }) => quantity !== 0);
  const lines = [...itemLines(used), ...sumLines(record, used)];
  const text = [...headerOf(record), '', ...printLines(lines), '', ...footerOf(record)].join('\n');
  return { record, lineItems, text };
}

function headerOf(record: TrackingData): string[] {
  const { timestamp, latencyMs, success, errorCode, httpStatus, revision } = record;
  const httpError = httpStatus !== null && httpStatus >= 400 ? `HTTP ${httpStatus}` : null;
  const why = [errorCode, httpError].filter((part) => part !== null).join(', ');
  const outcome = `${success ? 'succeeded' : 'failed'}${why === '' ? '' : ` (${why})`}`;
  const duration = latencyMs === null ? '' : ` after ${latencyMs} ms`;
  const team = record.teamName === null ? '' : `, team ${record.teamName}`;
  return [
    `${record.model} (${record.provider}, ${record.operation}): ${record.costStatus}`,
    `${timestamp.toISOString().replace('T', ' ').replace('Z', ' UTC')}, ${outcome}${duration}`,
    `request ${record.requestId}, revision ${revision}, project ${record.projectName}${team}`,
  ];
}

function itemLines(lineItems: readonly LineItem[]): Line[] {
  const quantities = lineItems.map(({ quantity }) => quantityText(quantity));
  const rates = alignDecimals(lineItems.map(({ rateUsd }) => rateUsd ?? unknown));
  const factors = lineItems.map(({ factor }) => (factor === undefined ? '' : ` × ${factor}`));
  const quantityWidth = widest(quantities);
  return lineItems.map((item, index) => {
    const qualifiers = [item.model, item.variant].filter((part) => part !== undefined).join(', ');
    return {
      label: qualifiers === '' ? item.unit : `${item.unit} (${qualifiers})`,
      product: `${(quantities[index] ?? '').padStart(quantityWidth)} × ${rates[index]}${factors[index]}`,
      amount: item.amountUsd ?? unknown,
      note: `[${item.rateKey ?? 'no rate is known'}]`,
    };
  });
}

function sumLines(record: TrackingData, lineItems: readonly LineItem[]): Line[] {
  const { costStatus, costUsdExact, details } = record;
  const sum = lineItems
    .map(({ amountUsd }) => (amountUsd === null ? null : parseDecimal(amountUsd)))
    .reduce<ExactDecimal>((total, amount) => (amount === null ? total : addDecimals(total, amount)), zero);
  if (costUsdExact !== null && costStatus === 'stated') {
    const listed = lineItems.length === 0 ? [] : [sumLine('at list prices', formatDecimal(sum))];
    return [...listed, sumLine('stated by the provider', costUsdExact)];
  }
  if (costUsdExact !== null) return [...differenceLines(lineItems, sum, costUsdExact), sumLine('total', costUsdExact)];
  const { knownCostUsd, costBoundsUsd } = details;
  return [
    ...(knownCostUsd === undefined
      ? []
      : [...differenceLines(lineItems, sum, knownCostUsd), sumLine('known part', knownCostUsd)]),
    ...(costBoundsUsd === undefined
      ? []
      : [sumLine('at least', costBoundsUsd.low), sumLine('at most', costBoundsUsd.high)]),
    sumLine('total', unknown),
  ];
}

/** Line items are exact; the total is rounded once, to the 12 decimals that are stored. */
function differenceLines(lineItems: readonly LineItem[], sum: ExactDecimal, total: string): Line[] {
  const exactTotal = parseDecimal(total);
  if (lineItems.length === 0 || exactTotal === null) return [];
  const difference = addDecimals(exactTotal, { digits: -sum.digits, scale: sum.scale });
  if (difference.digits === 0n) return [];
  const isRounding = toPico(sum) === toPico(exactTotal);
  const note = isRounding ? '[half to even, at 12 decimals]' : '[not explained by the items]';
  return [{ label: isRounding ? 'rounding' : 'difference', product: '', amount: formatDecimal(difference), note }];
}

function sumLine(label: string, amount: string): Line {
  return { label, product: '', amount, note: amount === unknown ? '' : 'USD' };
}

function printLines(lines: readonly Line[]): string[] {
  const labelWidth = widest(lines.map(({ label }) => label));
  const productWidth = widest(lines.map(({ product }) => product));
  const amounts = alignDecimals(lines.map(({ amount }) => amount));
  return lines.map(({ label, product, note }, index) =>
    `  ${label.padEnd(labelWidth)}  ${product.padEnd(productWidth)} = ${amounts[index]}  ${note}`.trimEnd(),
  );
}

function footerOf(record: TrackingData): string[] {
  const { costReason, priceFlags = [], costHistory = [] } = record.details;
  return [
    ...(costReason === undefined ? [] : [`${record.costUsdExact === null ? 'no cost' : 'note'}: ${costReason}`]),
    record.priceKey === null ? 'no price row was used' : `price row ${record.priceKey}`,
    ...(record.priceSnapshot === null ? [] : [`price file ${record.priceSnapshot}`]),
    ...priceFlags.map((flag) => `price: ${describeFlag(flag)}`),
    ...costHistory.map(
      ({ revisedAt, costUsdExact, costStatus, knownCostUsd, priceSnapshot, reason }) =>
        `until ${revisedAt}: ${costUsdExact ?? unknown} USD (${costStatus}${knownCostUsd === undefined ? '' : `, ${knownCostUsd} known`}, price file ${priceSnapshot ?? 'none'}); ${reason}`,
    ),
  ];
}

function quantityText(quantity: number): string {
  const exact = decimalFromNumber(quantity);
  return exact === null ? String(quantity) : formatDecimal(exact);
}

/** Pads decimal texts so that their points stand below each other. */
function alignDecimals(texts: readonly string[]): string[] {
  const split = texts.map((text) => {
    const point = text.indexOf('.');
    return point < 0 ? { whole: text, fraction: '' } : { whole: text.slice(0, point), fraction: text.slice(point) };
  });
  const wholeWidth = widest(split.map(({ whole }) => whole));
  const fractionWidth = widest(split.map(({ fraction }) => fraction));
  return split.map(({ whole, fraction }) => whole.padStart(wholeWidth) + fraction.padEnd(fractionWidth));
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
