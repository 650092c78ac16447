import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const speechBody = { model: 'tts-1', voice: 'alloy', input: 'forty-two' };
const speechRecord: ExpectedRecord = {
  operation: 'speech',
  model: 'tts-1',
  requestedModel: 'tts-1',
  success: true,
  attempts: 1,
  usageSource: 'reported',
  totalTokens: null,
  units: { character: 9 },
};
const tokenRecord: ExpectedRecord = {
  operation: 'transcriptions',
  model: 'gpt-4o-transcribe',
  requestedModel: 'gpt-4o-transcribe',
  success: true,
  attempts: 1,
  usageSource: 'reported',
  promptTokens: 120,
  completionTokens: 30,
  units: { input: 112, input_audio: 8, output: 30 },
};
const durationRecord: ExpectedRecord = {
  operation: 'transcriptions',
  model: 'whisper-1',
  requestedModel: 'whisper-1',
  success: true,
  usageSource: 'reported',
  totalTokens: null,
  units: { second_input: 2 },
};

/** Speech, transcriptions and translations: characters, tokens or seconds, whichever the vendor bills by. */
export const audioCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'gives the same bytes of speech, as buffer, as blob and piped, and counts its characters',
    async act({ client }) {
      const buffer = Buffer.from(await (await client.audio.speech.create(speechBody)).arrayBuffer());
      const blob = await (await client.audio.speech.create(speechBody)).blob();
      const piped = await collectBytes((await client.audio.speech.create(speechBody)).body);
      return { buffer, blob: [blob.type, Buffer.from(await blob.arrayBuffer())], piped };
    },
    records: [speechRecord, speechRecord, speechRecord],
  }),
  openaiCase({
    name: 'counts the tokens of speech that is sent as events',
    async act({ client }) {
      const body = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'forty-two', stream_format: 'sse' };
      return (await client.audio.speech.create(body)).text();
    },
    records: [
      {
        operation: 'speech',
        model: 'gpt-4o-mini-tts',
        usageSource: 'reported',
        promptTokens: 120,
        completionTokens: 30,
        units: { input: 120, output_audio: 30 },
      },
    ],
  }),
  openaiCase({
    name: 'counts the tokens of a transcription, uploaded as a form',
    async act({ client, context }) {
      const file = await context.toFile(Buffer.from([0, 255, 13, 10, 128]), 'speech.mp3');
      return client.audio.transcriptions.create({ file, model: 'gpt-4o-transcribe', language: 'en' });
    },
    records: [tokenRecord],
  }),
  openaiCase({
    name: 'counts the seconds of a transcription, plain and verbose, uploaded from a stream',
    act: async ({ client }) => [
      await client.audio.transcriptions.create({ file: source(), model: 'whisper-1' }),
      await client.audio.transcriptions.create({ file: source(), model: 'whisper-1', response_format: 'verbose_json' }),
    ],
    records: [durationRecord, durationRecord],
  }),
  openaiCase({
    name: 'records transcriptions in formats that state no usage as unmeasured',
    act: async ({ client }) =>
      Promise.all(
        ['text', 'srt', 'vtt'].map((format) =>
          client.audio.transcriptions.create({ file: source(), model: 'whisper-1', response_format: format }),
        ),
      ),
    compareWire: () => {},
    records: Array.from({ length: 3 }, () => ({
      operation: 'transcriptions',
      model: 'whisper-1',
      requestedModel: 'whisper-1',
      success: true,
      usageSource: 'none' as const,
      costStatus: 'unmeasured' as const,
      costUsdExact: null,
    })),
  }),
  openaiCase({
    name: 'counts a streamed transcription',
    skipReason: (context) => (context.provider === 'groq' ? 'this SDK does not stream transcriptions' : null),
    async act({ client, context }) {
      const file = await context.toFile(Buffer.from([0, 255]), 'speech.mp3');
      const body = { file, model: 'gpt-4o-transcribe', stream: true as const };
      return collect(await client.audio.transcriptions.create(body));
    },
    records: [{ ...tokenRecord, streamed: true }],
  }),
  openaiCase({
    name: 'counts the seconds of a translation',
    async act({ client, context }) {
      const file = await context.toFile(Buffer.from([0, 255]), 'speech.mp3');
      return client.audio.translations.create({ file, model: 'whisper-1' });
    },
    records: [{ ...durationRecord, operation: 'translations' }],
  }),
];

function source(): unknown {
  return createReadStream(fileURLToPath(import.meta.url));
}

async function collectBytes(body: unknown): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
