import { Option } from 'commander';
import { backends } from '../registry/backends.ts';

/** `--model`, which every command on a model has. */
export function modelOption(): Option {
  const kinds = backends.map(({ opens }) => opens).join(' or ');
  return new Option('--model <file>', `${kinds}; by default the model that ships with whetstone`).env(
    'WHETSTONE_MODEL',
  );
}
