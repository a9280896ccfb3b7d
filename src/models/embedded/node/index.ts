export { openOnThreads } from './openOnThreads.ts';
export type { ThreadedOptions } from './openOnThreads.ts';
