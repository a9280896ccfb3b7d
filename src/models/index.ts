export type { Neural, NeuralPolicy, NeuralResponse } from './neural.ts';
export { ModelError } from './modelError.ts';
export { llama } from './llama/llama.ts';
export type { LlamaBackend, LlamaKind, LlamaOptions } from './llama/llama.ts';
export { FileLog, LogFileError } from './fileLog.ts';
