import type { UsageReader } from '@llm-tracker/core/plugin';
import { dedupeKey } from './dedupe-key.ts';
import { addOpenaiSvgUsage, addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, type Members, readCount, readId, readInstant, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

// The events that carry the response itself: created, in progress, and the one that ends it.
const needles: readonly string[] = ['"response"'];
const fields = [
  'id',
  'status',
  'background',
  'created_at',
  'model',
  'service_tier',
  'usage',
  'tool_usage',
  'tools',
  'output',
  'previous_response_id',
  'conversation',
] as const;

type Response = Members<(typeof fields)[number]>;

const lastEvents: ReadonlySet<unknown> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

/**
 * Reads Responses, whole, streamed or compacted. A background response that is not finished is pending under its id, and
 * has the same key when it is read finished, wherever. https://platform.openai.com/docs/api-reference/responses/object
 */
export function openaiResponsesReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const event = readObject<'type' | 'response'>(part);
      const streamed = isObject(event.response);
      const response: Response = readObject(streamed ? event.response : part);
      const finished = streamed
        ? lastEvents.has(event.type)
        : response.status !== 'queued' && response.status !== 'in_progress';
      report.identify({ model: response.model, responseId: response.id, serviceTier: response.service_tier });
      // In a stream every response is in progress at first; only a background one goes on when the stream is cut.
      const background = response.background === true || (!finished && !streamed);
      if (background) {
        report.defer(dedupeKey('openai:response', response.id), readInstant(response.created_at), !finished);
      }
      addUsage(report, response);
      return finished && (streamed || isObject(response.usage));
    },
    result: () => report.build(),
  };
}

function addUsage(report: UsageReport, response: Response): void {
  if (!isObject(response.usage)) return;
  report.clearItems();
  addOpenaiTokenUsage(report, response.usage);
  addToolUsage(report, response);
}

/** Hosted tools, which `usage` leaves out. */
function addToolUsage(report: UsageReport, response: Response): void {
  const tools = readList(response.tools).map((tool) =>
    readObject<'type' | 'model' | 'search_context_size' | 'container'>(tool),
  );
  const output = readList(response.output).map((item) =>
    readObject<'type' | 'action' | 'container_id' | 'svg_usage'>(item),
  );
  const usage = readObject<'image_gen' | 'web_search'>(response.tool_usage);

  const searches = readCount(readObject<'num_requests'>(usage.web_search).num_requests);
  report.add('search', searches ?? output.filter(isSearch).length);
  const searchTool = tools.find((tool) => typeof tool.type === 'string' && tool.type.startsWith('web_search'));
  report.addContext('searchContextSize', searchTool?.search_context_size);

  if (isObject(usage.image_gen)) {
    const model = readId(tools.find((tool) => tool.type === 'image_generation')?.model);
    // Without the name of its model the tool's tokens must not be taken for the response's own.
    const origin = model === undefined ? { variant: 'image_tool' } : { model };
    addOpenaiTokenUsage(report, usage.image_gen, { ...origin, outputUnit: 'output_image' });
  }
  for (const item of output) addOpenaiSvgUsage(report, item.svg_usage);

  report.add('file_search', output.filter((item) => item.type === 'file_search_call').length);
  addContainers(report, response, tools, output);
}

function isSearch(item: { readonly type?: unknown; readonly action?: unknown }): boolean {
  const action = readObject<'type'>(item.action).type;
  return item.type === 'web_search_call' && (action === 'search' || action === undefined);
}

/** A container that the request named existed before; an automatic one is new unless it may come from an earlier turn. */
function addContainers(
  report: UsageReport,
  response: Response,
  tools: readonly { readonly container?: unknown }[],
  output: readonly { readonly type?: unknown; readonly container_id?: unknown }[],
): void {
  const named = new Set(tools.map((tool) => tool.container));
  const used = new Set(output.filter((item) => item.type === 'code_interpreter_call').map((item) => item.container_id));
  const created = [...used].filter((container) => readId(container) !== undefined && !named.has(container)).length;
  const continued = isPresent(response.previous_response_id) || isPresent(response.conversation);
  report.add('code_session', created, continued ? { variant: 'unknown' } : {});
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
