import { geminiProviderCases, generativeAiProviderCases } from '@llm-tracker/testing';
import { geminiVersions, generativeAiVersions } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(geminiVersions, geminiProviderCases);
testKit(generativeAiVersions, generativeAiProviderCases);
