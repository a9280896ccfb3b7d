export { loadExperiments } from './loadExperiments.ts';
export type { Provenance } from './provenance.ts';
export { riskOnThreads } from './riskOnThreads.ts';
export { readRows } from './rowsFile.ts';
export { runSweep, SweepStoppedError } from './runSweep.ts';
export type { RunSweepOptions, SweepProgress, SweepResult } from './runSweep.ts';
export { OtherSweepError, SweepFileError } from './sweepFileError.ts';
export { threads } from './threads.ts';
export type { ThreadsOptions } from './threads.ts';
