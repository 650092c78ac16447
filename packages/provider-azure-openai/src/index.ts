export { type AzureOpenaiProviderOptions, azureOpenaiProvider } from './azure-openai-provider.ts';
