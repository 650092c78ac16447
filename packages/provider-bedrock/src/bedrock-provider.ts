import { ConfigurationError, type TrackerPlugin } from '@llm-tracker/core/plugin';
import { observeClient } from './observe-client.ts';

/** What every client of @aws-sdk/client-bedrock-runtime has, 3.614 to the newest, plain or aggregated (`BedrockRuntime`). */
export interface BedrockClient {
  config: { serviceId: string; region: unknown };
  middlewareStack: { add: unknown; identify: unknown };
  send: unknown;
}

/**
 * Tracks a Bedrock runtime client in place: `tracker.use(bedrockProvider(client))` returns the same object, of the same type.
 * Throws a `ConfigurationError` for anything else, the clients of other AWS services included.
 *
 * @example
 * const bedrock = tracker.use(bedrockProvider(new BedrockRuntimeClient({ region: 'us-east-1' })));
 */
export function bedrockProvider<Client extends BedrockClient>(client: Client): TrackerPlugin<Client> {
  assertClient(client);
  return {
    name: 'bedrock',
    install(host) {
      observeClient(client, host);
      return client;
    },
  };
}

function assertClient(client: unknown): void {
  const expected = 'a BedrockRuntimeClient or BedrockRuntime of @aws-sdk/client-bedrock-runtime';
  const hint = 'Pass the client itself, e.g. bedrockProvider(new BedrockRuntimeClient({ region })).';
  if (!isSmithyClient(client)) {
    throw new ConfigurationError('bedrockProvider(client)', expected, describe(client), { hint });
  }
  const { serviceId } = client.config;
  if (serviceId === 'Bedrock Runtime') return;
  throw new ConfigurationError('bedrockProvider(client)', expected, `a client of "${String(serviceId)}"`, { hint });
}

function isSmithyClient(client: unknown): client is { config: { serviceId?: unknown } } {
  if (typeof client !== 'object' || client === null) return false;
  const stack: unknown = Reflect.get(client, 'middlewareStack');
  const config: unknown = Reflect.get(client, 'config');
  return (
    typeof Reflect.get(client, 'send') === 'function' &&
    typeof config === 'object' &&
    config !== null &&
    typeof stack === 'object' &&
    stack !== null &&
    typeof Reflect.get(stack, 'add') === 'function'
  );
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}
