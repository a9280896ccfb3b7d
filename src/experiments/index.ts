// What schemas of parameters are written with, so that an experiment of one's own needs no further package.
export { z } from 'zod';
export { CaseError } from './executor.ts';
export type { AbortSignalLike, ExecuteOptions, Executor, FinishedCase } from './executor.ts';
export { defineExperiment } from './experiment.ts';
export type { AnyExperiment, Experiment, Outcome, ParametersOf, ValuesOf } from './experiment.ts';
export { inline, rowsOf } from './inline.ts';
export { experiments } from './registry.ts';
export type { JsonSchema } from './spec/domain.ts';
export { parameterList, parameterSchema } from './spec/parameterList.ts';
export type { ListedParameter } from './spec/parameterList.ts';
export { parseSpec } from './spec/parseSpec.ts';
export type { ParseSpecOptions } from './spec/parseSpec.ts';
export type { LocatedProblem, Problem } from '../text/jsonProblem.ts';
export { SpecError } from './spec/specError.ts';
export { sweepHash, sweepOf } from './sweep.ts';
export type { Row, Sweep, SweepOptions } from './sweep.ts';
