// The supported majors of the openai package, oldest first, each with its own types.
export { default as OpenAI4 } from 'openai-4';
export { default as OpenAI5 } from 'openai-5';
export { default as OpenAI6 } from 'openai-6';
export { default as OpenAI7 } from 'openai-7';
