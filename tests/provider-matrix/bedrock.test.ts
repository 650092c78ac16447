import { bedrockProviderCases } from '@llm-tracker/testing';
import { bedrockVersions } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(bedrockVersions, bedrockProviderCases);
