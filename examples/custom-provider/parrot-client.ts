/** What Parrot takes. */
export interface ParrotRequest {
  model: string;
  prompt: string;
}

/** What Parrot answers. */
export interface ParrotAnswer {
  id: string;
  model: string;
  text: string;
  usage: { prompt_tokens: number; completion_tokens: number };
}

/** The client of a vendor that we have never heard of, as the vendor would ship it. */
export class ParrotClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async say(request: ParrotRequest): Promise<ParrotAnswer> {
    const response = await fetch(`${this.#url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer parrot-key' },
      body: JSON.stringify({ model: request.model, messages: [{ role: 'user', content: request.prompt }] }),
    });
    if (!response.ok) throw new Error(`Parrot answered ${response.status}.`);
    const { id, model, choices, usage } = (await response.json()) as RawAnswer;
    return { id, model, text: choices[0]?.message.content ?? '', usage };
  }
}

interface RawAnswer extends Omit<ParrotAnswer, 'text'> {
  choices: { message: { content: string } }[];
}
