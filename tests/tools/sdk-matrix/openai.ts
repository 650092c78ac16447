// The supported majors of the openai package, oldest first, each with its own types.
export { AzureOpenAI as AzureOpenAI4, default as OpenAI4 } from 'openai-4';
export { AzureOpenAI as AzureOpenAI5, default as OpenAI5 } from 'openai-5';
export { AzureOpenAI as AzureOpenAI6, default as OpenAI6 } from 'openai-6';
export { AzureOpenAI as AzureOpenAI7, default as OpenAI7 } from 'openai-7';
