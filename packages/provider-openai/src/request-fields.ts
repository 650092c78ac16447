/** One member of what the app sends, JSON or form; undefined when it has none. */
export type RequestFields = (name: string) => unknown;

/** Reads a request's members. What cannot be read (a form that is a stream by now) has none. */
export function requestFields(body: unknown): RequestFields {
  if (typeof body !== 'object' || body === null) return () => undefined;
  // openai 4 wraps its forms.
  const form = Reflect.get(body, Symbol.toStringTag) === 'MultipartBody' ? Reflect.get(body, 'body') : body;
  if (form instanceof FormData) return (name) => form.get(name) ?? undefined;
  return (name) => Reflect.get(body, name);
}

/** A text member; undefined for anything else. */
export function textField(fields: RequestFields, name: string): string | undefined {
  const value = fields(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number, also one that a form carries as text. */
export function numberField(fields: RequestFields, name: string): number | undefined {
  const value = fields(name);
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
