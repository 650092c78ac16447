// Ids of types never change: https://www.postgresql.org/docs/current/catalog-pg-type.html
const boolean = 16;
const timestamptz = 1184;
const float8 = 701;

/** What PostgreSQL sent as text; numbers and decimals stay text, so that they stay exact. */
export function readPostgresValue(typeId: number, text: string): unknown {
  switch (typeId) {
    case boolean:
      return text === 't';
    case timestamptz:
      // `2026-03-01 12:00:00.123+05:30`, in the zone of the session; whole hours come without minutes.
      return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    case float8:
      return Number(text);
    default:
      return text;
  }
}
