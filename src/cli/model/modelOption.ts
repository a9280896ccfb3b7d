import { Option } from 'commander';
import { backends, whatOpens } from '../registry/backends.ts';

const VARIABLE = 'WHETSTONE_MODEL';

/** `--model`, which every command on a model has. */
export function modelOption(): Option {
  const option = new Option('--model <file>', `${whatOpens()}; by default the model that ships with whetstone`);
  // One that is set to nothing is as good as not set.
  return process.env[VARIABLE] === '' ? option : option.env(VARIABLE);
}

/** `--runtime`, beside it. */
export function runtimeOption(): Option {
  const meaning = "what runs it: by default whetstone's own code for the model that ships, llama.cpp for others";
  return new Option('--runtime <name>', meaning).choices(backends.map(({ runtime }) => runtime));
}
