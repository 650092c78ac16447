const sentences: Readonly<Record<string, (detail: string) => string>> = {
  'retired-row': (version) => `the last known one of a retired model, of ${version}`,
  derived: (rule) => `made by the rule ${rule}`,
  backfilled: (row) => `of the same model's other row ${row}`,
  multiplier: (factor) => `of tokens times ${factor}`,
  customPricing: (pattern) => `your own for ${pattern}`,
  mapped: () => 'of the model that pricing.models names',
  'alias-fallback': () => 'of the model without its date',
  'in-region-sibling': () => 'of the geographic profile, for a call inside a region',
  'deployment-type-unknown': () => 'Global; the deployment type is not known (see pricing.models)',
  'location-unknown': () => 'without a regional surcharge; the location is not known',
};

/** A flag of a `Cost` in words; one that is not known stands for itself. */
export function describeFlag(flag: string): string {
  const end = flag.indexOf(':');
  const name = end < 0 ? flag : flag.slice(0, end);
  const sentence = Object.hasOwn(sentences, name) ? sentences[name] : undefined;
  return sentence === undefined ? flag : sentence(flag.slice(name.length + 1));
}
