export {
  type GeminiClient,
  type GoogleGenAiClient,
  type GoogleGenerativeAiClient,
  geminiProvider,
} from './gemini-provider.ts';
