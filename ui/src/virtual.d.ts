// Made by vite.config.ts: where the packed module lies, relative to the page's base.
declare module 'virtual:engine-module' {
  const address: string;
  export default address;
}

declare module '*?worker&inline' {
  const constructor: new () => Worker;
  export default constructor;
}

declare module '#engine-host' {
  export function newWorker(): Worker;
  export function newModule(): import('../engine/index.ts').EngineModule;
}
