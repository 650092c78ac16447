const sentences: Readonly<Record<string, (detail: string) => string>> = {
  'retired-row': (version) => `the model is retired; this is its last known price, of ${version}`,
  derived: (rule) => `a price that the file lacks, made by the rule ${rule}`,
  backfilled: (row) => `a price of the same model under its other name ${row}`,
  multiplier: (factor) => `all tokens cost a multiple: ${factor.replace('=', ' is ')}`,
  customPricing: (pattern) => `your own price for ${pattern}`,
  mapped: () => 'the model that pricing.models names',
  'alias-fallback': () => 'the price of the model without its date, which has no row',
  'in-region-sibling': () => 'the price of the geographic profile, for a call inside a region',
  'deployment-type-unknown': () => 'the Global price; the deployment type is not known (see pricing.models)',
  'location-unknown': () => 'the price without a regional surcharge; the location is not known',
};

/** A flag of a `Cost` in words; one that is not known stands for itself. */
export function describeFlag(flag: string): string {
  const end = flag.indexOf(':');
  const name = end < 0 ? flag : flag.slice(0, end);
  const sentence = Object.hasOwn(sentences, name) ? sentences[name] : undefined;
  return sentence === undefined ? flag : sentence(flag.slice(name.length + 1));
}
