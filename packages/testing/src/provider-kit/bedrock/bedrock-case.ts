import { inspect } from 'node:util';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import { bodyText } from '../compare-wire.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase, ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { BedrockRuntime, BedrockSdk, Command, CommandOutput } from './bedrock-client.ts';

/** What the kit needs to know of a plugin for the Bedrock runtime client. */
export interface BedrockContext extends ProviderContext<BedrockRuntime> {
  /** The SDK's module. */
  readonly sdk: BedrockSdk;
  /** Whether clients speak HTTP/2. */
  readonly isHttp2: boolean;
}

/** The context of one version of the SDK. `createHandler`: makes the clients' request handler. @default the SDK's own */
export function bedrockContext(
  given: Pick<BedrockContext, 'install' | 'isHttp2'> & { sdk: BedrockSdk; createHandler?: () => object },
): BedrockContext {
  const { sdk, isHttp2, install, createHandler } = given;
  return {
    provider: 'bedrock',
    sdk,
    isHttp2,
    install,
    createClient(server, options) {
      const client = new sdk.BedrockRuntime({
        region: 'us-east-1',
        endpoint: server.url,
        credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
        ...(createHandler === undefined ? {} : { requestHandler: createHandler() }),
        ...options,
      });
      return client as BedrockRuntime;
    },
  };
}

export type BedrockTrial = Trial<BedrockRuntime, BedrockContext>;

/** A trial as a case of the kit. */
export function bedrockCase(trial: BedrockTrial): ProviderCase<BedrockContext> {
  return {
    name: trial.name,
    skipReason: (context) => trial.skipReason?.(context) ?? null,
    run: (context) => runTrial(trial, context, { expectedBody: bodyText, lastingHeader }),
  };
}

/** A command of this SDK, by its name without `Command`. */
export function command(context: BedrockContext, name: string, input: JsonObject): Command {
  const { [`${name}Command`]: CommandClass } = context.sdk as unknown as Record<string, new (input: object) => Command>;
  if (CommandClass === undefined) throw new Error(`The SDK has no ${name}Command.`);
  return new CommandClass(input);
}

/** Skips a case whose command this SDK does not have. */
export function needsCommand(name: string): (context: BedrockContext) => string | null {
  return ({ sdk }) => (`${name}Command` in sdk ? null : `this SDK has no ${name}Command`);
}

/** An output whose stream, if it is one, is shown as the console shows it. */
export function describeOutput(output: CommandOutput): unknown {
  return { printed: inspect(output, { depth: 2 }), keys: Object.keys(output), metadata: output.$metadata };
}

/** What an app can see of an error of this SDK. Its answer is represented by status and headers: the rest are sockets. */
export function describeBedrockError(error: unknown): unknown {
  const described = describeError(error) as JsonObject;
  const response = (error as { $response?: { statusCode?: unknown; headers?: unknown } }).$response;
  if (response === undefined) return described;
  return { ...described, $response: { statusCode: response.statusCode, headers: response.headers } };
}

/** Retries at once, where the SDK would wait for a time that differs in every run. */
export function retryAtOnce(maxAttempts: number, delayMs = 1): object {
  const tokenOf = (count: number): object => ({ getRetryCount: () => count, getRetryDelay: () => delayMs });
  return {
    mode: 'standard',
    acquireInitialRetryToken: async () => tokenOf(0),
    async refreshRetryTokenForRetry(token: { getRetryCount(): number }, info: { errorType: string }) {
      const count = token.getRetryCount() + 1;
      if (count >= maxAttempts || info.errorType === 'CLIENT_ERROR') throw new Error('No more attempts.');
      return tokenOf(count);
    },
    recordSuccess() {},
  };
}

/** Signatures, times and invocation ids are new in every run. */
function lastingHeader(name: string, value: string): string {
  if (name === 'x-amz-date' || name === 'amz-sdk-invocation-id') return '…';
  if (name === 'amz-sdk-request') return value.replace(/ttl=[^;]+/, 'ttl=…');
  if (name !== 'authorization') return value;
  return value.replace(/\/\d{8}\//, '/…/').replace(/Signature=.*/, 'Signature=…');
}
