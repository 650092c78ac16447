// A client as a vendor that we have never heard of would write it.

export interface HeronRequest {
  model: string;
  prompt: string;
}

/** What Heron answers, and what each event of its streams holds: the usage comes with the last. */
export interface HeronAnswer {
  id: string;
  model: string;
  text: string;
  usage?: { tokens_in: number; tokens_out: number };
}

export class HeronClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  /** What every request goes through. */
  async post(request: HeronRequest & { stream: boolean }): Promise<Response> {
    const init = { method: 'POST', headers: this.#headers, body: JSON.stringify(request) };
    const response = await fetch(`${this.#url}/call`, init);
    if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status });
    return response;
  }

  async call(request: HeronRequest): Promise<HeronAnswer> {
    const response = await this.post({ ...request, stream: false });
    return (await response.json()) as HeronAnswer;
  }

  async callSlowly(request: HeronRequest): Promise<AsyncGenerator<HeronAnswer>> {
    return eventsOf(await this.post({ ...request, stream: true }));
  }
}

async function* eventsOf(response: Response): AsyncGenerator<HeronAnswer> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) yield JSON.parse(line.slice('data: '.length));
  }
}
