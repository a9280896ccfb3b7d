export { FileLog, LogFileError } from './fileLog.ts';
export { LockedError } from './lock.ts';
export { readText, TextFileError } from './readText.ts';
export { WriteError } from './writeError.ts';
