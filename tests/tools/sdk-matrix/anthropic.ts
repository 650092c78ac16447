// The supported versions of @anthropic-ai/sdk, oldest first, each with its own types.
export { default as Anthropic060 } from 'anthropic-0-60';
export { betaRefusalFallbackMiddleware as fallbackMiddleware0137, default as Anthropic0137 } from 'anthropic-0-137';
export { betaRefusalFallbackMiddleware as fallbackMiddleware1, default as Anthropic1 } from 'anthropic-1';
