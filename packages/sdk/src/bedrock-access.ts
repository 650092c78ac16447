import type {
  BedrockRuntimeClient,
  ContentBlock,
  ConverseCommand,
  ConverseCommandInput,
  ConverseCommandOutput,
  ConverseStreamCommand,
  ConverseStreamCommandInput,
  ConverseStreamOutput,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';

/** One message of a chat; a string stands for one text block. */
export interface BedrockMessage {
  role: 'user' | 'assistant';
  content: string | ContentBlock[];
}

/** What a chat takes. Everything else that Converse knows goes to `client` directly. */
export interface BedrockChatInput {
  modelId: string;
  messages: readonly BedrockMessage[];
  system?: string | undefined;
  maxTokens?: number | undefined;
  temperature?: number | undefined;
  topP?: number | undefined;
  stopSequences?: string[] | undefined;
}

/** The answer of a chat. */
export interface BedrockChatAnswer {
  /** All text blocks, one after another. */
  text: string;
  /** Tokens as Bedrock counted them; null when it did not. */
  usage: TokenUsage | null;
  /** Why the model stopped: `end_turn`, `max_tokens`, …; null when Bedrock did not say. */
  stopReason: string | null;
  /** The answer as the AWS SDK gives it. */
  response: ConverseCommandOutput;
}

/** One piece of a streamed chat. */
export interface BedrockChatPiece {
  /** New text; empty for events without any. */
  text: string;
  /** Tokens of the whole chat, in the event that brings them, Bedrock's last; else null. */
  usage: TokenUsage | null;
  /** The event as the AWS SDK gives it. */
  event: ConverseStreamOutput;
}

/** The two commands, handed in because the AWS SDK is loaded only when a key names it. */
interface Commands {
  ConverseCommand: typeof ConverseCommand;
  ConverseStreamCommand: typeof ConverseStreamCommand;
}

/** Bedrock, by its everyday call. The Converse API is behind it, so every model family answers alike; errors are the AWS SDK's own. */
export class BedrockAccess {
  /** The tracked client, for everything else: `client.send(new InvokeModelCommand(…))`, … */
  readonly client: BedrockRuntimeClient;
  readonly #commands: Commands;

  constructor(client: BedrockRuntimeClient, commands: Commands) {
    this.client = client;
    this.#commands = commands;
  }

  /** One answer. */
  async chat(input: BedrockChatInput): Promise<BedrockChatAnswer> {
    const response = await this.client.send(new this.#commands.ConverseCommand(toConverse(input)));
    const blocks = response.output?.message?.content ?? [];
    return {
      text: blocks.map((block) => block.text ?? '').join(''),
      usage: response.usage ?? null,
      stopReason: response.stopReason ?? null,
      response,
    };
  }

  /** The answer piece by piece, as it is made. Stop reading with `break`: the request ends. */
  async chatStream(input: BedrockChatInput): Promise<AsyncIterable<BedrockChatPiece>> {
    const { stream } = await this.client.send(new this.#commands.ConverseStreamCommand(toConverse(input)));
    return piecesOf(stream);
  }
}

async function* piecesOf(events: AsyncIterable<ConverseStreamOutput> | undefined): AsyncGenerator<BedrockChatPiece> {
  if (events === undefined) return;
  for await (const event of events) {
    yield { text: event.contentBlockDelta?.delta?.text ?? '', usage: event.metadata?.usage ?? null, event };
  }
}

function toConverse(input: BedrockChatInput): ConverseCommandInput & ConverseStreamCommandInput {
  const { modelId, messages, system, ...inferenceConfig } = input;
  return {
    modelId,
    messages: messages.map(({ role, content }) => ({
      role,
      content: typeof content === 'string' ? [{ text: content }] : content,
    })),
    ...(system === undefined ? {} : { system: [{ text: system }] }),
    inferenceConfig,
  };
}
