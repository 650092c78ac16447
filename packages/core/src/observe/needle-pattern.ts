const patterns = new WeakMap<readonly string[], RegExp>();

/** Matches a text that holds one of the needles, the end of a stream, or an error that a stream reports. */
export function needlePattern(needles: readonly string[] | undefined): RegExp | undefined {
  if (needles === undefined) return undefined;
  let pattern = patterns.get(needles);
  if (pattern === undefined) {
    const escaped = needles.map((needle) => needle.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
    pattern = new RegExp([...escaped, String.raw`\[DONE\]`, String.raw`"error":\s?[{"]`, 'event: ?error'].join('|'));
    patterns.set(needles, pattern);
  }
  return pattern;
}
