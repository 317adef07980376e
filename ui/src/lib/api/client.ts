// Requests to the server that this page came from. Addresses are relative to the page's base, so that
// a proxy may put the whole program below a path. Every failure is an ApiProblem with what to try.
import type * as T from './types.ts';

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly requestId: string;

  constructor(status: number, code: string, message: string, remedy = '', requestId = '') {
    super(message);
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
    const body = (await answer.json()) as { code?: string; detail?: string; errors?: { message: string; remedy: string }[]; requestId?: string };
    const first = body.errors?.[0];
    return new ApiProblem(answer.status, body.code ?? 'unknown', first?.message ?? body.detail ?? answer.statusText, first?.remedy ?? '', body.requestId ?? id);
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

export async function get<A>(path: string, signal?: AbortSignal): Promise<A> {
  return (await (await send(path, { headers: { Accept: 'application/json' }, signal })).json()) as A;
}

export async function post<A>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<A> {
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
  return (await (await send(path, init)).json()) as A;
}

export const health = (): Promise<T.Health> => get('/healthz');
export const runs = (query = ''): Promise<T.RunPage> => get(`/v1/runs${query}`);
export const run = (runId: string): Promise<T.RunAnswer> => get(`/v1/runs/${id(runId)}`);
export const uiBundle = (runId: string): Promise<T.UiBundle> => get(`/v1/runs/${id(runId)}/ui-bundle`);
export const layout = (runId: string): Promise<T.LayoutAnswer> => get(`/v1/runs/${id(runId)}/layout`);
export const stateWindow = (runId: string, query = ''): Promise<T.StateWindow> => get(`/v1/runs/${id(runId)}/state_window${query}`);
export const index = (runId: string): Promise<T.SeriesIndex> => get(`/v1/runs/${id(runId)}/index`);
export const series = (runId: string, seriesId: string): Promise<{ values: T.Numbers }> => get(`/v1/runs/${id(runId)}/series/${id(seriesId)}`);
export const explain = (runId: string, node: string, metric: string, bin: number, signal?: AbortSignal): Promise<T.Explanation> =>
  get(`/v1/runs/${id(runId)}/explain?node=${id(node)}&metric=${id(metric)}&bin=${bin}`, signal);
export const explainSeries = (runId: string, series: string, bin: number, signal?: AbortSignal): Promise<T.Explanation> =>
  get(`/v1/runs/${id(runId)}/explain?series=${id(series)}&bin=${bin}`, signal);
export const suggest = (runId: string): Promise<{ next?: { parameter: string; title?: string; from?: number; to: number; text?: string } | null }> =>
  get(`/v1/runs/${id(runId)}/suggest`);
export const templates = async (): Promise<T.TemplateSummary[]> => {
  const answer = await get<{ items?: T.TemplateSummary[]; templates?: T.TemplateSummary[] } | T.TemplateSummary[]>('/api/v1/templates');
  return Array.isArray(answer) ? answer : (answer.items ?? answer.templates ?? []);
};

// `defaultValue` is text for older clients; here a default has its own type.
export async function template(name: string): Promise<T.TemplateAnswer> {
  const answer = await get<T.TemplateAnswer>(`/api/v1/templates/${id(name)}`);
  for (const parameter of answer.parameters ?? []) parameter.defaultValue = parameter.default ?? parameter.defaultValue;
  return answer;
}
export const jobs = (): Promise<{ items: T.Job[] }> => get('/v1/jobs');
export const job = (jobId: string): Promise<T.Job> => get(`/v1/jobs/${id(jobId)}`);
export const compare = (ids: readonly string[], figure = ''): Promise<T.Comparisons> =>
  get(`/v1/compare?runs=${ids.map(id).join(',')}${figure ? `&figure=${id(figure)}` : ''}`);
export const cancelJob = async (jobId: string): Promise<void> => void (await send(`/v1/jobs/${id(jobId)}`, { method: 'DELETE' }));
export const deleteRuns = (ids: readonly string[]): Promise<unknown> => post('/v1/artifacts/bulk-delete', ids);

export interface NewRun {
  templateId?: string;
  model?: string;
  parameters?: Record<string, unknown>;
  rng?: { kind: 'pcg32'; seed: number };
  options?: { dryRun?: boolean; deterministicRunId?: boolean };
}

export const plan = (request: NewRun): Promise<T.RunAnswer> =>
  post('/v1/runs', { ...request, options: { ...request.options, dryRun: true } });
export const create = (request: NewRun): Promise<T.RunAnswer> => post('/v1/runs', request);
export const createLater = (request: NewRun): Promise<T.Job> => post('/v1/runs', request, { Prefer: 'respond-async' });

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
