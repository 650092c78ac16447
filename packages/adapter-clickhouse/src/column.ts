import { type RecordField, recordFields, type StoredFieldName } from '@llm-tracker/core/plugin';

/** The columns, in their order. */
export const columns: readonly RecordField[] = Object.values(recordFields);

/** Names and kinds of which there are few: their columns hold a dictionary. */
const fewValues: ReadonlySet<StoredFieldName> = new Set<StoredFieldName>([
  'origin',
  'projectName',
  'teamName',
  'provider',
  'operation',
  'model',
  'requestedModel',
  'serviceTier',
  'region',
  'errorCode',
  'usageSource',
  'costStatus',
  'priceKey',
  'priceSnapshot',
]);

/** The column of a field, quoted. */
export function columnOf(field: RecordField): string {
  return `\`${field.storedName}\``;
}

/** The type of a field's values. */
export function typeOf(field: RecordField): string {
  const type = plainType(field);
  return field.nullable ? `Nullable(${type})` : type;
}

/** The type of a field's column. */
export function columnTypeOf(field: RecordField): string {
  return fewValues.has(field.name) ? `LowCardinality(${typeOf(field)})` : typeOf(field);
}

/** A text constant for statements that take no values: descriptions and types of our own, never what somebody else wrote. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function plainType(field: RecordField): string {
  switch (field.kind) {
    // As text: UUIDs of ClickHouse do not sort as they read.
    case 'uuid':
    case 'text':
      return 'String';
    case 'integer':
      return 'Int64';
    case 'decimal':
      return 'Decimal(38, 12)';
    case 'boolean':
      return 'Bool';
    case 'instant':
      return "DateTime64(3, 'UTC')";
    case 'json':
      return field.name === 'tags' ? 'Map(String, String)' : 'String';
  }
}
