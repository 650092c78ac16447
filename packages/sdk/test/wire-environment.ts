import { startWireServer, type WireServer } from '@llm-tracker/testing';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';

/** The variables by which each vendor's own SDK finds another server than the vendor's. */
export function baseUrlsOf(url: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_BASE_URL: url,
    GOOGLE_GEMINI_BASE_URL: url,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
  };
}

/** A wire-format server for all tests of a file, which every client finds by itself. */
export function useWireServer(): { readonly server: WireServer } {
  let server: WireServer | undefined;
  beforeAll(async () => {
    server = await startWireServer();
    for (const [name, value] of Object.entries(baseUrlsOf(server.url))) vi.stubEnv(name, value);
  });
  afterEach(() => server?.clear());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.close();
  });
  return {
    get server(): WireServer {
      if (server === undefined) throw new Error('The server is not started yet.');
      return server;
    },
  };
}
