import { experiments as catalogue } from '../../src/experiments/registry.ts';
import { coin } from './coin.ts';

/** As src/cli/registry/experiments.ts would be, had the command an experiment that the library has not. */
export const experiments = [...catalogue, coin().experiment];
export const module = import.meta.url;
