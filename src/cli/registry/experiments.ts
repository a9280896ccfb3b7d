import type { AnyExperiment } from '../../experiments/experiment.ts';
import { experiments as catalogue } from '../../experiments/registry.ts';

/** The experiments that the command knows by id: those of the library. One that needs what the library does without, such as a model, is added here. */
export const experiments: readonly AnyExperiment[] = [...catalogue];

/** Where this list is: a worker thread imports it from there. */
export const module = import.meta.url;
