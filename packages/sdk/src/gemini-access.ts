import type { GenerateContentParameters, GenerateContentResponse, GoogleGenAI } from '@google/genai';

/** Gemini, by its two everyday calls. Input, answers and errors are those of `@google/genai` itself. */
export class GeminiAccess {
  /** The tracked client, for everything else: `client.chats`, `client.models.embedContent()`, … */
  readonly client: GoogleGenAI;

  constructor(client: GoogleGenAI) {
    this.client = client;
  }

  /** One answer. */
  generateContent(input: GenerateContentParameters): Promise<GenerateContentResponse> {
    return this.client.models.generateContent(input);
  }

  /** The answer piece by piece, as it is made. */
  generateContentStream(input: GenerateContentParameters): Promise<AsyncGenerator<GenerateContentResponse>> {
    return this.client.models.generateContentStream(input);
  }
}
