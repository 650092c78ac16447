export { type OpenaiClient, type OpenaiProviderOptions, openaiProvider } from './openai-provider.ts';
