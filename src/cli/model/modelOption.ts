import { Option } from 'commander';

/** `--model`, which every command on a model has. */
export function modelOption(): Option {
  return new Option('--model <file>', 'a GGUF file; by default the model that ships with whetstone').env(
    'WHETSTONE_MODEL',
  );
}
