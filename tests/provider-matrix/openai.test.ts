import { openaiProviderCases } from '@llm-tracker/testing';
import { openaiVersions } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(openaiVersions, openaiProviderCases);
