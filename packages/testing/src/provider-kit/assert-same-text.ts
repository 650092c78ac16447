import assert from 'node:assert/strict';

/** Fails at the first line that differs, and shows it with the lines around it: a whole difference of two long texts tells nobody anything. */
export function assertSameText(tracked: string, bare: string, message: string): void {
  if (tracked === bare) return;
  const trackedLines = tracked.split('\n');
  const bareLines = bare.split('\n');
  let line = 0;
  while (trackedLines[line] === bareLines[line]) line += 1;
  const excerpt = (lines: readonly string[]): string =>
    lines
      .slice(Math.max(0, line - 3), line + 4)
      .map((text) => text.slice(0, 400))
      .join('\n');
  assert.fail(
    `${message}, first in line ${line + 1}\n\nbare:\n${excerpt(bareLines)}\n\ntracked:\n${excerpt(trackedLines)}\n`,
  );
}
