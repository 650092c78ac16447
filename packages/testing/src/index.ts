export { createGate, type Gate } from './wire-server/create-gate.ts';
export { openaiFormat } from './wire-server/openai/openai-format.ts';
export type { AnswerEnd, JournalEntry } from './wire-server/request-journal.ts';
export { startWireServer, type WireServer, type WireServerOptions } from './wire-server/start-wire-server.ts';
export type {
  AnswerContext,
  JsonObject,
  StreamAnswer,
  WholeAnswer,
  WireAnswer,
  WireError,
  WireEvent,
  WireFormat,
  WireRequest,
} from './wire-server/wire-format.ts';
export type { AnswerPoint, EventSpelling, WireScenario, WireToolCall, WireUsage } from './wire-server/wire-scenario.ts';
