const longestInput = 4096;
const longestOutput = 2048;
const redacted = '[redacted]';

/** What names a secret in front of its value. A bare `key` covers `?key=` and `"key": "…"`. */
const secretName = '(?:api[-_ ]?key|password|passwd|secret|signature|token|key)';
const delimiter = String.raw`["'\\\s]{0,4}(?:[:=]|=>)\s{0,4}`;
const value = `[^\\s"'&,}]{6,500}`;
/** A value that the provider has masked itself, `sk-abc****wxyz`, says more than ours. */
const unmasked = String.raw`(?![^\s"'&,}]{0,24}\*\*\*)`;

/*
 * Every pattern starts at a literal, no quantifier is nested or unbounded, and the input is cut first: the time is linear.
 * Order matters: values that carry a scheme go before the rule for the name in front of them.
 */
const secretPatterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // PEM blocks; one that was cut off ends with the text.
  [/-----BEGIN [A-Z0-9 ]{3,40}-----[\s\S]{0,4096}?(?:-----END [A-Z0-9 ]{3,40}-----|$)/g, redacted],
  // `scheme://user:password@host`, up to the last `@`: passwords in connection strings are often not escaped.
  [/:\/\/[^\s/:@"']{0,200}:[^\s"']{1,500}@/g, `://${redacted}@`],
  [/\b(authorization["'\\\s]{0,4}[:=]["'\\\s]{0,4})[^"'\\\r\n,}]{1,2000}/gi, `$1${redacted}`],
  [/\b(Bearer|Basic)\s{1,8}[\w.~+/=-]{8,2000}/gi, `$1 ${redacted}`],
  // OpenAI, Anthropic, OpenRouter and everybody who copied the form (`sk-abc****wxyz`, masked by the provider, stays); Google; Groq, xAI,
  // Replicate, Hugging Face, Perplexity; GitHub; Slack.
  [/(?:sk-|AIza|ya29\.|gsk_|xai-|r8_|hf_|pplx-|gh[pousr]_|github_pat_|xox[abeprs]-)[\w-]{16,400}/g, redacted],
  // AWS: access key id, Bedrock API keys (long and short-lived).
  [/(?:AKIA|ASIA)[0-9A-Z]{16}/g, redacted],
  [/(?:ABSK|bedrock-api-key-)[\w+/=.-]{20,4000}/g, redacted],
  // JSON Web Tokens, and any other base64url text that begins as a JSON object does.
  [/eyJ[\w-]{17,4000}(?:\.[\w-]{1,4000}){0,2}/g, redacted],
  // `"password": "two words"`, `api_key: …`, `?key=…`.
  [new RegExp(`(${secretName}${delimiter}\\\\?["'])${unmasked}[^"'\\\\\\r\\n]{4,500}`, 'gi'), `$1${redacted}`],
  [new RegExp(`(${secretName}${delimiter})${unmasked}${value}`, 'gi'), `$1${redacted}`],
  // `API key 1234abcd`: without a delimiter only what has a digit or is too long for a word, or "password authentication failed" would be unreadable.
  [
    new RegExp(`(${secretName}\\s{1,4})${unmasked}(?=[^\\s"'&,}]{0,24}\\d|[^\\s"'&,}]{24})${value}`, 'gi'),
    `$1${redacted}`,
  ],
];

/**
 * A text without what looks like a key, token, password or credential, for error messages that are stored or shown.
 * Reads the first 4,096 characters, returns at most 2,048.
 */
export function scrubText(text: string): string {
  let scrubbed = text.slice(0, longestInput);
  for (const [pattern, replacement] of secretPatterns) scrubbed = scrubbed.replace(pattern, replacement);
  return cut(scrubbed, longestOutput);
}

/** Never in the middle of a surrogate pair: half a character is no valid text for a database. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
