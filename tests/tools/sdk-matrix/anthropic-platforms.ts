// The clients of Anthropic's API on the platforms of others.
export { default as AnthropicAws } from 'anthropic-aws';
export { AnthropicBedrock, AnthropicBedrockMantle } from 'anthropic-bedrock';
export { default as AnthropicFoundry } from 'anthropic-foundry';
export { AnthropicVertex } from 'anthropic-vertex';
