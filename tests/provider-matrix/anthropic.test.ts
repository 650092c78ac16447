import { anthropicProviderCases } from '@llm-tracker/testing';
import { anthropicVersions } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(anthropicVersions, anthropicProviderCases);
