// The engine's module as it is: numbers and addresses. engine.ts is what pages use.

export interface ModuleExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  ft_page_allocate(bytes: number): number;
  ft_page_free(address: number): void;
  ft_page_answer(): number;
  ft_page_answer_bytes(): number;
  ft_page_failed_check(): number;
  ft_page_open(text: number, textBytes: number, request: number, requestBytes: number): number;
  ft_page_rebind(handle: number, request: number, requestBytes: number): number;
  ft_page_evaluate(handle: number, overrides: number, overridesBytes: number): number;
  ft_page_explain(handle: number, question: number, questionBytes: number): number;
  ft_page_row(handle: number, series: number): number;
  ft_page_node_rows(handle: number, binsPerPoint: number): number;
  ft_page_edge_rows(handle: number, binsPerPoint: number): number;
  ft_page_model_text(handle: number): void;
  ft_page_row_hash(handle: number, series: number): void;
  ft_page_close(handle: number): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export type Source = BufferSource | WebAssembly.Module | Response | Promise<Response>;

export const unpacked = (packed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ArrayBuffer> =>
  new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();

/** The bytes of a module that lies packed at an address. */
export async function fetched(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new Error(`The engine could not be fetched: ${answer.status} ${answer.statusText}.`);
  return unpacked(answer.body);
}

/** The module asks nothing of the page: its list of imports is empty. */
export async function instantiate(source: Source): Promise<{ module: WebAssembly.Module; exports: ModuleExports }> {
  const module = await compiled(source);
  const exports = (await WebAssembly.instantiate(module, {})).exports as unknown as ModuleExports;
  exports._initialize();
  return { module, exports };
}

const compiled = (source: Source): WebAssembly.Module | Promise<WebAssembly.Module> =>
  source instanceof WebAssembly.Module ? source
  : source instanceof Promise || (typeof Response !== 'undefined' && source instanceof Response) ? WebAssembly.compileStreaming(source)
  : WebAssembly.compile(source as BufferSource);

/** Calls `use` with the address and length of the UTF-8 text; the memory is given back after it. */
export function withText<T>(module: ModuleExports, text: string, use: (at: number, bytes: number) => T): T {
  const bytes = encoder.encode(text);
  const at = module.ft_page_allocate(bytes.length);
  if (at === 0) throw new RangeError('The page has no memory left for the model text.');
  new Uint8Array(module.memory.buffer, at, bytes.length).set(bytes);
  const result = use(at, bytes.length);
  module.ft_page_free(at);
  return result;
}

/** The text of the last answer. */
export function answer(module: ModuleExports): string {
  const bytes = new Uint8Array(module.memory.buffer, module.ft_page_answer(), module.ft_page_answer_bytes());
  return decoder.decode(bytes.slice());
}

/** Why the module trapped; empty where it does not say. */
export function failedCheck(module: ModuleExports): string {
  const bytes = new Uint8Array(module.memory.buffer, module.ft_page_failed_check(), 512);
  const end = bytes.indexOf(0);
  return decoder.decode(bytes.slice(0, end < 0 ? bytes.length : end));
}
