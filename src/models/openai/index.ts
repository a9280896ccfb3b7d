export { openaiServer } from './openaiServer.ts';
export type { OpenAiServerOptions } from './openaiServer.ts';
