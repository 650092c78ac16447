import { wrongOption } from '../wrong-option.ts';

/**
 * Documented rules for prices that the file does not hold, and whether each is used unless told otherwise. A price that
 * comes from one is flagged `derived:<rule>`.
 */
const defaults = {
  /** Batch on OpenAI: the flex key; cached input at the batch input price; else half of standard. */
  'openai-batch': true,
  /** The same on Azure, without the flex step. */
  'azure-batch': true,
  /** Half of standard for every token of a Claude batch, caches included. https://docs.claude.com/en/docs/build-with-claude/batch-processing */
  'anthropic-batch': true,
  /** Half of standard, except for cache hits. https://ai.google.dev/gemini-api/docs/batch-api */
  'gemini-batch': true,
  /** Half of standard. https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference.html */
  'bedrock-batch': true,
  /** A one-hour cache write of Claude costs twice the input price. https://docs.claude.com/en/docs/build-with-claude/prompt-caching */
  'claude-1h-write': false,
  /** Flex above a threshold costs half of the standard price there. */
  'openai-flex-long': false,
  /** 10 % more at a residency endpoint whose multiplier the row lacks. */
  'openai-residency': false,
  /** 10 % more for inference in a place whose multiplier the row lacks. */
  'anthropic-us': false,
  /** Azure regional deployments at the price of the data zone around the region. */
  'azure-regional-as-data-zone': false,
  /** List prices of built-in tools, as of November 2026: web search 10 USD and file search 2.50 USD per 1,000 on OpenAI, web search 10 USD per 1,000 on Claude Haiku 4.5. */
  'tool-prices': false,
} as const;

/** Name of a rule that can be switched. */
export type DerivedRule = keyof typeof defaults;

/** The rules in force. */
export type DerivedRules = ReadonlySet<DerivedRule>;

/** Lays the app's switches over the defaults; throws a `ConfigurationError` for a name that is no rule. */
export function chooseDerivedRules(switches: Readonly<Record<string, boolean>> | undefined): DerivedRules {
  const chosen = new Map<string, boolean>(Object.entries(defaults));
  for (const [name, isOn] of Object.entries(switches ?? {})) {
    if (!chosen.has(name) || typeof isOn !== 'boolean') {
      const expected = `true or false, under one of these names: ${[...chosen.keys()].join(', ')}`;
      throw wrongOption(`pricing.derivedRules.${name}`, expected, isOn);
    }
    chosen.set(name, isOn);
  }
  const rules = new Set<DerivedRule>();
  for (const name of Object.keys(defaults) as DerivedRule[]) if (chosen.get(name) === true) rules.add(name);
  return rules;
}
