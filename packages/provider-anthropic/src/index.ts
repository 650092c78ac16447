export { type AnthropicClient, type AnthropicProviderOptions, anthropicProvider } from './anthropic-provider.ts';
