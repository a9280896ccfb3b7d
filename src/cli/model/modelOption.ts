import { Option } from 'commander';
import { backends, whatOpens } from '../registry/backends.ts';

/** `--model`, which every command on a model has. */
export function modelOption(): Option {
  return new Option('--model <file>', `${whatOpens()}; by default the model that ships with whetstone`).env(
    'WHETSTONE_MODEL',
  );
}

/** `--runtime`, beside it. */
export function runtimeOption(): Option {
  const meaning = "what runs it: by default whetstone's own code for the model that ships, llama.cpp for others";
  return new Option('--runtime <name>', meaning).choices(backends.map(({ runtime }) => runtime));
}
