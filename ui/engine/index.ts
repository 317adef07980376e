export { Engine, EngineProblems, EngineTrapped, LiveModel, splitBlock, splitRows } from './engine.ts';
export { EngineClient, EngineTimeout } from './client.ts';
export type { ClientOptions, EngineModule, Evaluated } from './client.ts';
export { unpacked } from './module.ts';
export { sweep } from './sweep.ts';
export type { SweepOptions, SweepPoint, Swept } from './sweep.ts';
export * from './types.ts';
