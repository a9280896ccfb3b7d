export { llama } from './llama.ts';
export type { LlamaBackend, LlamaOptions } from './llama.ts';
