/** What Parrot takes. */
export interface ParrotRequest {
  model: string;
  prompt: string;
}

/** What Parrot answers; also each part of a stream, whose last one has the usage. */
export interface ParrotAnswer {
  id: string;
  model: string;
  text: string;
  usage?: { prompt_tokens: number; completion_tokens: number };
}

/** The client of a vendor that we have never heard of, as the vendor would ship it. */
export class ParrotClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async say(request: ParrotRequest): Promise<ParrotAnswer> {
    const response = await this.#post(request, {});
    return answerOf((await response.json()) as RawAnswer);
  }

  /** As `say`, in parts as they come. */
  async recite(request: ParrotRequest): Promise<AsyncGenerator<ParrotAnswer>> {
    return partsOf(await this.#post(request, { stream: true, stream_options: { include_usage: true } }));
  }

  async #post({ model, prompt }: ParrotRequest, options: object): Promise<Response> {
    const response = await fetch(`${this.#url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer parrot-key' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: prompt }], ...options }),
    });
    if (!response.ok) throw new Error(`Parrot answered ${response.status}.`);
    return response;
  }
}

async function* partsOf(response: Response): AsyncGenerator<ParrotAnswer> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) yield answerOf(JSON.parse(line.slice('data: '.length)));
  }
}

interface RawAnswer extends Omit<ParrotAnswer, 'text'> {
  choices: { message?: { content: string }; delta?: { content: string } }[];
}

function answerOf({ id, model, choices, usage }: RawAnswer): ParrotAnswer {
  const text = (choices[0]?.message ?? choices[0]?.delta)?.content ?? '';
  return { id, model, text, ...(usage && { usage }) };
}
