import type { TrackerPlugin } from '@llm-tracker/core/plugin';
import { type OpenaiClient, type OpenaiProviderOptions, openaiProvider } from '@llm-tracker/provider-openai';

/** How an Azure OpenAI client is tracked. */
export type AzureOpenaiProviderOptions = Omit<OpenaiProviderOptions, 'provider'>;

/**
 * Tracks an `AzureOpenAI` client in place, or an `OpenAI` client whose base URL is an Azure resource: the same object comes back.
 * Calls are recorded as provider `azure`: `requestedModel` is the deployment, `model` what Azure says that it served. What Azure does
 * not say (deployment type, data zone, the model behind embeddings) is told by the tracker's `pricing.models`.
 * Throws a `ConfigurationError` for anything that is no OpenAI client, and for wrong options.
 *
 * @example
 * const azure = tracker.use(azureOpenaiProvider(new AzureOpenAI({ endpoint, apiKey, apiVersion, deployment: 'gpt-4o' })));
 */
export function azureOpenaiProvider<Client extends OpenaiClient>(
  client: Client,
  options: AzureOpenaiProviderOptions = {},
): TrackerPlugin<Client> {
  return { ...openaiProvider(client, { ...options, provider: 'azure' }), name: 'azure' };
}
