export { type BedrockClient, bedrockProvider } from './bedrock-provider.ts';
