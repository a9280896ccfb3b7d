// The model that ships, all of it: what runs it, what it is asked, and how its responses are marked. A browser can load it.
export { openEmbedded } from './openEmbedded.ts';
export type { EmbeddedBackend, EmbeddedOptions } from './openEmbedded.ts';
export { embeddedModel } from './embeddedModel.ts';
export { embeddedModelBytes } from './embeddedModelBytes.ts';
export { heldOutPrompts } from './heldOutPrompts.ts';
export { expressionForms, formOf, misleadingForm, valueOf } from './expression.ts';
export type { ExpressionForm } from './expression.ts';
export { arithmetic } from '../tasks/arithmetic.ts';
