import type { UsageReader } from '@llm-tracker/core/plugin';
import { type RequestFields, textField } from './request-fields.ts';

/** A reader for a request whose fields are known only once they are sent: made when its answer is looked at. */
export function lateFieldsReader(
  fields: RequestFields,
  createReader: (fields: RequestFields) => UsageReader,
): UsageReader {
  const { needles, fields: members } = createReader(() => undefined);
  let reader: UsageReader | undefined;
  const madeReader = (): UsageReader => {
    reader ??= createReader(fields);
    return reader;
  };
  return {
    ...(needles === undefined ? {} : { needles }),
    ...(members === undefined ? {} : { fields: members }),
    push: (part) => madeReader().push(part),
    result() {
      const requestedModel = textField(fields, 'model');
      const usage = madeReader().result();
      return requestedModel === undefined ? usage : { items: [], ...usage, requestedModel };
    },
  };
}
