/** Of `candidates` the one that `name` was most likely meant to be: most of both is the same from the front and from the back. Undefined when none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let most = 0.6;
  for (const candidate of candidates) {
    const share = sharedEnds(name.toLowerCase(), candidate.toLowerCase());
    if (share <= most) continue;
    most = share;
    nearest = candidate;
  }
  return nearest;
}

/** The part of the longer text, up to 1, that the other has too at its two ends; 1 for a beginning of more than three letters. */
function sharedEnds(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  if (start === one.length && start > 3) return 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return (start + end) / Math.max(one.length, other.length);
}
