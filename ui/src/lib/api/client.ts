// Requests to the server that this page came from. Addresses are relative to the page's base, so that
// a proxy may put the whole program below a path. Every failure is an ApiProblem with what to try.
import type { paths } from './schema.ts';
import type * as T from './types.ts';

// A path of /openapi.json with its names filled in: one that the server does not have is a type error.
function at(path: keyof paths, values: Record<string, string> = {}, query = ''): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '')) + query;
}

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly requestId: string;
  readonly errors: T.TextProblem[];

  constructor(status: number, code: string, message: string, remedy = '', requestId = '', errors: T.TextProblem[] = []) {
    super(message);
    this.errors = errors;
    this.status = status;
    this.code = code;
    this.remedy = remedy;
    this.requestId = requestId;
  }
}

const GONE = 'The server does not answer. It may have been stopped; this page still shows what it had read.';

export const address = (path: string): string => new URL(path.replace(/^\//, ''), document.baseURI).toString();

async function problemOf(answer: Response): Promise<ApiProblem> {
  const id = answer.headers.get('X-Request-Id') ?? '';
  try {
    const body = (await answer.json()) as { code?: string; detail?: string; errors?: T.TextProblem[]; requestId?: string };
    const first = body.errors?.[0];
    return new ApiProblem(answer.status, body.code ?? 'unknown', first?.message ?? body.detail ?? answer.statusText, first?.remedy ?? '', body.requestId ?? id, body.errors ?? []);
  } catch {
    return new ApiProblem(answer.status, 'unreadable_answer', `The server answered ${answer.status}.`, 'Look at the log of the server.', id);
  }
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address(path), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'server_gone', GONE, 'Start it with "flowtime serve" and try again.');
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

const id = encodeURIComponent;

async function change<A>(method: string, path: string, body?: unknown): Promise<A> {
  const init: RequestInit = body === undefined ? { method } : { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await send(path, init)).json()) as A;
}

export async function text(path: string, signal?: AbortSignal): Promise<string> {
  return (await send(path, { signal })).text();
}

export async function get<A>(path: string, signal?: AbortSignal): Promise<A> {
  return (await (await send(path, { headers: { Accept: 'application/json' }, signal })).json()) as A;
}

export async function post<A>(path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<A> {
  const init = { signal, method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
  return (await (await send(path, init)).json()) as A;
}

export const health = (): Promise<T.Health> => get(at('/healthz'));
export const runs = (query = ''): Promise<T.RunPage> => get(at('/v1/runs', {}, query));
export const run = (runId: string): Promise<T.RunAnswer> => get(at('/v1/runs/{runId}', { runId }));
export const uiBundle = (runId: string): Promise<T.UiBundle> => get(at('/v1/runs/{runId}/ui-bundle', { runId }));
export const layout = (runId: string): Promise<T.LayoutAnswer> => get(at('/v1/runs/{runId}/layout', { runId }));
// One metric of every node, pooled over 2^level bins, the largest of each: docs/frames.md.
export async function frames(runId: string, metric: string, level: number): Promise<T.Frames> {
  const bytes = await (await send(at('/v1/runs/{runId}/frames', { runId }, `?metric=${id(metric)}&level=${level}&enc=f64`))).arrayBuffer();
  const size = new DataView(bytes).getUint32(8, true);
  const { frames: count, order } = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 12, size))) as { frames: number; order: string[] };
  return { count, order, values: new Float64Array(bytes, 12 + size) };
}
export const stateWindow = (runId: string, query = ''): Promise<T.StateWindow> => get(at('/v1/runs/{runId}/state_window', { runId }, query));
export const index = (runId: string): Promise<T.SeriesIndex> => get(at('/v1/runs/{runId}/index', { runId }));
export const series = (runId: string, seriesId: string): Promise<{ values: T.Numbers }> => get(at('/v1/runs/{runId}/series/{seriesId}', { runId, seriesId }));
export const explain = (runId: string, of: { node: string; metric: string; class?: string }, bin: number, signal?: AbortSignal): Promise<T.Explanation> =>
  get(at('/v1/runs/{runId}/explain', { runId }, `?node=${id(of.node)}&metric=${id(of.metric)}${of.class ? `&class=${id(of.class)}` : ''}&bin=${bin}`), signal);
export const explainSeries = (runId: string, series: string, bin: number, signal?: AbortSignal): Promise<T.Explanation> =>
  get(at('/v1/runs/{runId}/explain', { runId }, `?series=${id(series)}&bin=${bin}`), signal);
export const suggest = (runId: string): Promise<{ next?: T.Fix | null }> =>
  get(`/v1/runs/${id(runId)}/suggest`);
// The same of an example or a model that no run has yet.
export const suggestFor = (request: NewRun): Promise<{ next?: T.Fix | null }> => post(at('/v1/suggest'), request);
// A run or a comparison as one picture of 1,200 by 630.
export const cardOf = async (runId: string, form: 'png' | 'svg'): Promise<Blob> =>
  (await send(form === 'png' ? at('/v1/runs/{runId}/card.png', { runId }) : at('/v1/runs/{runId}/card.svg', { runId }))).blob();
export const comparisonCard = async (ids: readonly string[], form: 'png' | 'svg'): Promise<Blob> =>
  (await send(at(form === 'png' ? '/v1/compare/card.png' : '/v1/compare/card.svg', {}, `?runs=${ids.map(id).join(',')}`))).blob();
export const templates = async (): Promise<T.TemplateSummary[]> => {
  const answer = await get<{ items?: T.TemplateSummary[]; templates?: T.TemplateSummary[] } | T.TemplateSummary[]>(at('/api/v1/templates'));
  return Array.isArray(answer) ? answer : (answer.items ?? answer.templates ?? []);
};

// `defaultValue` is text for older clients; here a default has its own type.
export async function template(name: string): Promise<T.TemplateAnswer> {
  const answer = await get<T.TemplateAnswer>(at('/api/v1/templates/{id}', { id: name }));
  for (const parameter of answer.parameters ?? []) parameter.defaultValue = parameter.default ?? parameter.defaultValue;
  return answer;
}
export const templateSource = (name: string): Promise<{ source: string }> => get(at('/api/v1/templates/{id}/source', { id: name }));
export const generated = (name: string, parameters: Record<string, unknown>): Promise<{ model: string }> => post(at('/api/v1/templates/{id}/generate', { id: name }), { parameters });
export const modelOf = (runId: string): Promise<string> => text(at('/v1/runs/{runId}/model', { runId }));
export const jobs = (): Promise<{ items: T.Job[] }> => get(at('/v1/jobs'));
export const job = (jobId: string): Promise<T.Job> => get(at('/v1/jobs/{jobId}', { jobId }));
export const compare = (ids: readonly string[], figure = ''): Promise<T.Comparisons> =>
  get(at('/v1/compare', {}, `?runs=${ids.map(id).join(',')}${figure ? `&figure=${id(figure)}` : ''}`));
export const cancelJob = async (jobId: string): Promise<void> => void (await send(at('/v1/jobs/{jobId}', { jobId }), { method: 'DELETE' }));
export const artifact = (runId: string): Promise<T.ArtifactAnswer> => get(at('/v1/artifacts/{id}', { id: runId }));
export const relationships = (runId: string): Promise<T.Relationships> => get(at('/v1/artifacts/{id}/relationships', { id: runId }));
// A deleted run lies in the trash for 24 hours and can be restored.
export const deleteRun = (runId: string): Promise<T.DeletedRun> => change('DELETE', at('/v1/runs/{runId}', { runId }));
export const trash = (): Promise<{ items: T.DeletedRun[] }> => get(at('/v1/trash'));
export const restoreRun = (runId: string): Promise<T.RunAnswer> => change('POST', at('/v1/runs/{runId}/restore', { runId }));
export const remark = (runId: string, change_: { tags?: readonly string[]; note?: string }): Promise<T.RunRemarks> => change('PATCH', at('/v1/runs/{runId}', { runId }), change_);

export interface NewRun {
  templateId?: string;
  model?: string;
  parameters?: Record<string, unknown>;
  mode?: 'simulation' | 'telemetry';
  telemetry?: { captureDirectory: string; bindings?: Record<string, string> }; // measured series
  rng?: { kind: 'pcg32'; seed: number };
  settings?: readonly string[]; // as --set: "capacity[12..23]=80"
  options?: { dryRun?: boolean; deterministicRunId?: boolean };
}

// What people say of moments of a run: flags on its timeline.
export const notes = (runId: string): Promise<T.RunNotes> => get(at('/v1/runs/{runId}/notes', { runId }));
export const addNote = (runId: string, bin: number, text_: string): Promise<T.RunNotes> => post(at('/v1/runs/{runId}/notes', { runId }), { bin, text: text_ });
export const removeNote = (runId: string, noteId: string): Promise<T.RunNotes> => change('DELETE', at('/v1/runs/{runId}/notes/{noteId}', { runId, noteId }));

// Studies: kept by the server, worked on by a job; one that was interrupted goes on where it was.
export const studies = (): Promise<{ items: T.Study[] }> => get(at('/v1/studies'));
export const study = (studyId: string): Promise<T.Study> => get(at('/v1/studies/{studyId}', { studyId }));
export const startStudy = (request: T.StudyRequest): Promise<T.Study> => post(at('/v1/studies'), request, { Prefer: 'respond-async' });
export const resumeStudy = (studyId: string): Promise<T.Study> => post(at('/v1/studies/{studyId}/resume', { studyId }), {}, { Prefer: 'respond-async' });
export const deleteStudy = async (studyId: string): Promise<void> => void (await send(at('/v1/studies/{studyId}', { studyId }), { method: 'DELETE' }));

// What a run would be: evaluated and judged, kept nowhere.
export const preview = (request: NewRun, signal?: AbortSignal): Promise<T.Preview> => post(at('/v1/preview'), request, {}, signal);
export const validate = (text_: string): Promise<T.Validation> => post(at('/v1/validate'), { yaml: text_ });

export const captures = (): Promise<T.Captures> => get(at('/v1/telemetry/captures'));
// The series of a run as files, under a name that a telemetry run can have.
export const capture = (runId: string, captureKey: string): Promise<T.Captured> => post(at('/v1/telemetry/captures'), { source: { type: 'run', runId }, output: { captureKey } });

export const plan = (request: NewRun): Promise<T.RunAnswer> =>
  post(at('/v1/runs'), { ...request, options: { ...request.options, dryRun: true } });
export const create = (request: NewRun): Promise<T.RunAnswer> => post(at('/v1/runs'), request);
export const createLater = (request: NewRun): Promise<T.Job> => post(at('/v1/runs'), request, { Prefer: 'respond-async' });

const ended = (job: T.Job): boolean => job.state !== 'queued' && job.state !== 'running';

// Follows a job by server-sent events until it has ended; the function returned stops looking.
export function follow(first: T.Job, seen: (job: T.Job) => void, failed: (problem: ApiProblem) => void): () => void {
  let now = first;
  const source = new EventSource(address(`/v1/jobs/${id(first.jobId)}/events`));
  const take = (event: MessageEvent<string>): void => {
    now = { ...now, ...(JSON.parse(event.data) as Partial<T.Job>) };
    if (ended(now)) source.close();
    seen(now);
  };
  for (const kind of ['state', 'stage', 'progress']) source.addEventListener(kind, take as (event: Event) => void);
  // The stream ends with the job; when it breaks before, the job itself says what became of it.
  source.onerror = () => {
    if (ended(now)) return source.close();
    source.close();
    job(first.jobId).then(
      (last) => (ended(last) ? seen(last) : failed(new ApiProblem(0, 'events_lost', 'The connection to the server broke; the job goes on there.', 'Open Runs to see what became of it.'))),
      (error: unknown) => failed(error instanceof ApiProblem ? error : new ApiProblem(0, 'server_gone', GONE)),
    );
  };
  return () => source.close();
}
