import type { CallDetails } from '@llm-tracker/core/plugin';
import {
  bedrockAsyncInvokeReader,
  bedrockConverseReader,
  bedrockGuardrailReader,
  bedrockInvokeReader,
  bedrockSonicReader,
} from '@llm-tracker/wire';
import type { CommandReader } from './command-reader.ts';
import { readInvokeRequest, readVideoRequest } from './invoke-request.ts';
import { memberOf } from './member-of.ts';
import { payloadReader } from './payload-reader.ts';

/** A command whose every answer may cost money. */
export interface Operation {
  /** As records name it. */
  readonly name: string;
  /** The member of the output that is a stream of events. */
  readonly stream?: 'stream' | 'body';
  /** The member of the output that is read. @default the output itself */
  readonly body?: 'body';
  /** Whether the answer's headers tell something of its usage. */
  readonly readsHeaders?: true;
  /** What is known before it is sent. */
  readonly details?: CallDetails;
  modelOf(input: unknown): string | null;
  createReader(input: unknown): CommandReader;
}

const guardrail: Operation = {
  name: 'apply_guardrail',
  // Guardrails have prices of their own.
  details: { priceContext: { operation: 'apply-guardrail' } },
  modelOf: () => 'guardrails',
  createReader: () => bedrockGuardrailReader(),
};

/** By the names of commands. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
const operations: ReadonlyMap<string, Operation | 'free'> = new Map<string, Operation | 'free'>([
  ['ConverseCommand', { name: 'converse', modelOf: modelId, createReader: () => bedrockConverseReader() }],
  [
    'ConverseStreamCommand',
    { name: 'converse', stream: 'stream', modelOf: modelId, createReader: createConverseStreamReader },
  ],
  [
    'InvokeModelCommand',
    { name: 'invoke_model', body: 'body', readsHeaders: true, modelOf: modelId, createReader: createInvokeReader },
  ],
  [
    'InvokeModelWithResponseStreamCommand',
    { name: 'invoke_model', stream: 'body', readsHeaders: true, modelOf: modelId, createReader: createInvokeReader },
  ],
  [
    'InvokeModelWithBidirectionalStreamCommand',
    {
      name: 'invoke_model_bidirectional',
      stream: 'body',
      modelOf: modelId,
      createReader: () => payloadReader(bedrockSonicReader()),
    },
  ],
  [
    'StartAsyncInvokeCommand',
    {
      name: 'async_invoke',
      modelOf: modelId,
      createReader: (input) => bedrockAsyncInvokeReader(readVideoRequest(input)),
    },
  ],
  ['ApplyGuardrailCommand', guardrail],
  ['InvokeGuardrailChecksCommand', { ...guardrail, name: 'guardrail_checks' }],
  ['CountTokensCommand', 'free'],
  ['GetAsyncInvokeCommand', 'free'],
  ['ListAsyncInvokesCommand', 'free'],
]);

/** What a command is; undefined when it is not known. */
export function findOperation(commandName: string): Operation | 'free' | undefined {
  return operations.get(commandName);
}

function modelId(input: unknown): string | null {
  const id = memberOf(input, 'modelId');
  return typeof id === 'string' && id !== '' ? id : null;
}

function createConverseStreamReader(): CommandReader {
  return { ...bedrockConverseReader(), mayTell: (event) => memberOf(event, 'metadata') !== undefined };
}

function createInvokeReader(input: unknown): CommandReader {
  const request = readInvokeRequest(input);
  return payloadReader(bedrockInvokeReader(request), request !== undefined);
}
