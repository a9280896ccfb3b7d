export type { Neural, NeuralPolicy, NeuralResponse } from './neural.ts';
export { ModelError } from './modelError.ts';
export { llama } from './llama/llama.ts';
export type { LlamaBackend, LlamaOptions } from './llama/llama.ts';
export { FileLog, LogFileError } from '../files/fileLog.ts';
export { embeddedModel } from './embedded/embeddedModel.ts';
export { heldOutPrompts } from './embedded/heldOutPrompts.ts';
export { expressionForms, formOf, misleadingForm, valueOf } from './embedded/expression.ts';
export type { ExpressionForm } from './embedded/expression.ts';
export { answerOf } from './embedded/answerOf.ts';
export { correct } from './embedded/correct.ts';
export { sharpeningReport } from './protocols/sharpeningReport.ts';
export type {
  AccuracyRow,
  Estimate,
  FormReport,
  Marking,
  SharpeningData,
  SharpeningReport,
} from './protocols/sharpeningReport.ts';
