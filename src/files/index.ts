export { FileLog, LogFileError } from './fileLog.ts';
