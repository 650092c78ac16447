import { formatUsd, parseUsd, type RecordField } from '@llm-tracker/core/plugin';

/** What drivers give for a value that is not null, as it stands in a record. Instants without a zone are UTC. */
export function decodeValue(field: RecordField, value: unknown): unknown {
  switch (field.kind) {
    case 'uuid':
    case 'text':
      return String(value);
    case 'integer':
      return Number(value);
    case 'decimal':
      // Databases pad decimals with zeros.
      return formatUsd(parseUsd(String(value)));
    case 'boolean':
      return value === true || Number(value) === 1;
    case 'instant':
      return value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T')}Z`);
    case 'json':
      return typeof value === 'string' ? JSON.parse(value) : value;
  }
}
