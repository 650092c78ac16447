/** A refusal says at once what it refuses. node-fetch holds back a copy that is read further than this ahead of its original. */
const enough = 16_384;

/** How the text of an answer begins, read from a copy: the answer itself stays unread for the SDK. */
export async function readBeginning(answer: { clone(): unknown }): Promise<string> {
  let text = '';
  try {
    const copy = answer.clone();
    const body: unknown = typeof copy === 'object' && copy !== null && 'body' in copy ? copy.body : undefined;
    if (!isReadable(body)) return text;
    const decoder = new TextDecoder();
    const chunks = body[Symbol.asyncIterator]();
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      text += decoder.decode(next.value, { stream: true });
      if (text.length < enough) continue;
      // A web stream's copy is only left once its original is left too: nobody can wait for that.
      void chunks.return?.().catch(() => undefined);
      break;
    }
  } catch {
    // What was read until then must do.
  }
  return text;
}

/** The body of any `fetch`: a web stream, or one of Node's. */
function isReadable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
