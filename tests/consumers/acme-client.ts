// A client as a vendor that we have never heard of would write it.

/** What the vendor takes. */
export interface AcmeRequest {
  model: string;
  prompt: string;
}

/** What the vendor answers. */
export interface AcmeAnswer {
  id: string;
  model: string;
  text: string;
  usage: { tokens_in: number; tokens_out: number };
}

/** Talks to the vendor through `send`, which stands for its HTTP. */
export class AcmeClient {
  readonly #send: (request: AcmeRequest) => Promise<AcmeAnswer>;

  constructor(send: (request: AcmeRequest) => Promise<AcmeAnswer>) {
    this.#send = send;
  }

  generate(request: AcmeRequest): Promise<AcmeAnswer> {
    return this.#send(request);
  }
}
