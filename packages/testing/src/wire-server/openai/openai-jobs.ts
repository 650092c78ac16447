import type { AnswerContext, JsonObject, WireAnswer, WireRequest } from '../wire-format.ts';
import { formFields } from './form-fields.ts';
import { openaiRefusal } from './openai-errors.ts';
import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { responseUsage, usageFor } from './openai-usage.ts';

/** One kind of work done in the background. */
interface JobKind {
  /** Where it is begun, as segments below `/v1`; `*` is any id. */
  readonly path: readonly string[];
  readonly begun: string;
  readonly working: string;
  readonly done: string;
  create(fields: Record<string, unknown>, context: AnswerContext): JsonObject;
  /** What is known once it is done. */
  complete(job: JsonObject, context: AnswerContext): JsonObject;
}

interface Job {
  readonly kind: JobKind;
  readonly object: JsonObject;
  polls: number;
  cancelled: boolean;
}

const kinds: readonly JobKind[] = [
  {
    path: ['batches'],
    begun: 'validating',
    working: 'in_progress',
    done: 'completed',
    create: (fields, context) => ({
      id: `batch_${context.nextId()}`,
      object: 'batch',
      endpoint: fields['endpoint'] ?? '/v1/chat/completions',
      errors: null,
      input_file_id: fields['input_file_id'] ?? 'file-1',
      completion_window: '24h',
      output_file_id: null,
      created_at: context.createdSeconds,
      request_counts: { total: 0, completed: 0, failed: 0 },
      model: 'gpt-4o-mini-2024-07-18',
      usage: { ...responseUsage(noUsage), output_tokens: 0, total_tokens: 0 },
      metadata: null,
    }),
    complete: (job, context) => ({
      output_file_id: 'file-2',
      request_counts: { total: 2, completed: 2, failed: 0 },
      usage: responseUsage(usageFor(String(job['model']), '', '', context.scenario.usage)),
    }),
  },
  ...[['videos'], ['videos', 'edits'], ['videos', 'extensions'], ['videos', '*', 'remix']].map(
    (path): JobKind => ({
      path,
      begun: 'queued',
      working: 'in_progress',
      done: 'completed',
      create: (fields, context) => ({
        id: `video_${context.nextId()}`,
        object: 'video',
        model: fields['model'] ?? 'sora-2',
        prompt: fields['prompt'] ?? null,
        seconds: String(fields['seconds'] ?? 4),
        size: fields['size'] ?? '720x1280',
        created_at: context.createdSeconds,
        completed_at: null,
        expires_at: null,
        error: null,
        remixed_from_video_id: null,
        progress: 0,
      }),
      complete: (_job, context) => ({ completed_at: context.createdSeconds, progress: 100 }),
    }),
  ),
  {
    path: ['fine_tuning', 'jobs'],
    begun: 'validating_files',
    working: 'running',
    done: 'succeeded',
    create: (fields, context) => ({
      id: `ftjob-${context.nextId()}`,
      object: 'fine_tuning.job',
      model: modelAnswering(fields['model'], context.scenario),
      created_at: context.createdSeconds,
      finished_at: null,
      fine_tuned_model: null,
      organization_id: 'org-1',
      result_files: [],
      training_file: fields['training_file'] ?? 'file-1',
      validation_file: null,
      trained_tokens: null,
      error: null,
      hyperparameters: { n_epochs: 1 },
      seed: 1,
    }),
    complete: (job, context) => ({
      finished_at: context.createdSeconds,
      fine_tuned_model: `ft:${String(job['model'])}:org::1`,
      trained_tokens: 5768,
    }),
  },
  {
    path: ['evals', '*', 'runs'],
    begun: 'queued',
    working: 'in_progress',
    done: 'completed',
    create: (fields, context) => ({
      id: `evalrun_${context.nextId()}`,
      object: 'eval.run',
      name: fields['name'] ?? 'run',
      model: 'gpt-4o-mini-2024-07-18',
      created_at: context.createdSeconds,
      data_source: fields['data_source'] ?? {},
      error: null,
      metadata: {},
      per_model_usage: null,
      per_testing_criteria_results: null,
      report_url: '',
      result_counts: { total: 0, passed: 0, failed: 0, errored: 0 },
    }),
    complete(job, context) {
      const usage = usageFor('', '', '', context.scenario.usage);
      const modelUsage = {
        model_name: job['model'],
        invocation_count: 2,
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        cached_tokens: usage.cachedInputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
      };
      return { per_model_usage: [modelUsage], result_counts: { total: 2, passed: 2, failed: 0, errored: 0 } };
    },
  },
];

const noUsage = usageFor('', '', '', {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningOutputTokens: 0,
});

/** Batches, videos, fine-tuning jobs and runs of evals: begun, at work at the first look, done from the second on. */
export function createOpenaiJobs(): OpenaiRoute {
  const jobs = new Map<string, Job>();
  return (segments, request, context) => {
    const begun = request.method === 'POST' ? kinds.find((kind) => matches(kind.path, segments)) : undefined;
    if (begun !== undefined) return begin(begun, request, context, jobs);
    const kind = kinds.find(({ path }) => matches([...path, '*'], segments.slice(0, path.length + 1)));
    if (kind === undefined) return null;
    const [id = '', action] = segments.slice(kind.path.length);
    const job = jobs.get(id);
    if (job === undefined) {
      return openaiRefusal({
        status: 404,
        message: `No ${segments[0]} found with id '${id}'.`,
        param: null,
        code: null,
      });
    }
    // openai 4 and 5 cancel a run of an eval without naming the action.
    if (request.method === 'POST' && (action === 'cancel' || action === undefined)) job.cancelled = job.polls < 2;
    else if (request.method === 'DELETE')
      return { status: 200, body: { id, object: `${String(job.object['object'])}.deleted`, deleted: true } };
    else if (action !== undefined) return { status: 200, body: new Uint8Array([0, 1, 2, 3]) };
    else job.polls += 1;
    return { status: 200, body: stateOf(job, context) };
  };
}

function begin(kind: JobKind, request: WireRequest, context: AnswerContext, jobs: Map<string, Job>): WireAnswer {
  const object = kind.create({ ...request.json, ...formFields(request) }, context);
  const job = { kind, object, polls: 0, cancelled: false };
  jobs.set(String(object['id']), job);
  return { status: 200, body: stateOf(job, context) };
}

function stateOf(job: Job, context: AnswerContext): JsonObject {
  const { kind, object, polls } = job;
  if (job.cancelled) return { ...object, status: 'cancelled' };
  if (polls < 2) return { ...object, status: polls === 0 ? kind.begun : kind.working };
  return { ...object, ...kind.complete(object, context), status: kind.done };
}

function matches(path: readonly string[], segments: readonly string[]): boolean {
  return path.length === segments.length && path.every((part, index) => part === '*' || part === segments[index]);
}
