import type { WireRequest } from '../wire-format.ts';

/** The text fields of a multipart form; the fields of a JSON body as text. Files are left out. */
export function formFields(request: WireRequest): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.json)) if (typeof value !== 'object') fields[name] = String(value);
  const fieldPattern = /content-disposition: form-data; name="([^"]+)"\r\n\r\n([^\r]*)\r\n/gi;
  for (const [, name, value] of request.body.toString('latin1').matchAll(fieldPattern)) {
    if (name !== undefined && value !== undefined) fields[name] = value;
  }
  return fields;
}
