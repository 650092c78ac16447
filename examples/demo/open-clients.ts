import Anthropic from '@anthropic-ai/sdk';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { GoogleGenAI } from '@google/genai';
import OpenAI, { AzureOpenAI } from 'openai';

/** The clients that the demo calls. A provider without a key is left out of real runs. */
export interface DemoClients {
  openai: OpenAI;
  claude?: Anthropic;
  gemini?: GoogleGenAI;
  azure?: AzureOpenAI;
  bedrock?: BedrockRuntimeClient;
}

/** Clients of all five providers that talk to the wire-format server at this URL. */
export function openLocalClients(url: string): Required<DemoClients> {
  return {
    openai: new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-demo' }),
    claude: new Anthropic({ baseURL: url, apiKey: 'sk-ant-demo' }),
    gemini: new GoogleGenAI({ apiKey: 'demo', httpOptions: { baseUrl: url } }),
    // `baseURL: null`: a set OPENAI_BASE_URL must not be taken for Azure's endpoint.
    azure: new AzureOpenAI({ endpoint: url, apiKey: 'demo', apiVersion: '2024-10-21', baseURL: null }),
    bedrock: new BedrockRuntimeClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
    }),
  };
}

/** Real clients: OpenAI's, and those whose keys stand in the environment. */
export function openRealClients(env: NodeJS.ProcessEnv): DemoClients {
  const { ANTHROPIC_API_KEY, GEMINI_API_KEY, AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT, AWS_REGION } = env;
  const clients: DemoClients = { openai: new OpenAI() };
  if (ANTHROPIC_API_KEY) clients.claude = new Anthropic();
  if (GEMINI_API_KEY) clients.gemini = new GoogleGenAI({ apiKey: GEMINI_API_KEY });
  if (AZURE_OPENAI_API_KEY && AZURE_OPENAI_ENDPOINT) {
    clients.azure = new AzureOpenAI({ endpoint: AZURE_OPENAI_ENDPOINT, apiVersion: '2024-10-21', baseURL: null });
  }
  if (AWS_REGION) clients.bedrock = new BedrockRuntimeClient({ region: AWS_REGION });
  return clients;
}
