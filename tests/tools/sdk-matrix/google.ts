// The supported majors of @google/genai, oldest first, and the last version of @google/generative-ai, each with its own types.
export { GoogleGenAI as GoogleGenAI1 } from 'genai-1';
export { GoogleGenAI as GoogleGenAI2 } from 'genai-2';
export { GoogleGenAI as GoogleGenAI3 } from 'genai-3';
export { GoogleGenerativeAI as GoogleGenerativeAI0 } from 'generative-ai-0';
