import { styleText } from 'node:util';

/** Prints rows of text under their titles, columns aligned; numbers to the right. */
export function printTable(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const isNumeric = titles.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[\d.-]/.test(row[column] ?? '')),
  );
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('   ')
      .trimEnd();
  console.log(`  ${styleText('dim', format(titles))}`);
  for (const row of rows) console.log(`  ${format(row)}`);
}
