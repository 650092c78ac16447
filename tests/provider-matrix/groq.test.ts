import { openaiProviderCases } from '@llm-tracker/testing';
import { groqVersions } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(groqVersions, openaiProviderCases);
