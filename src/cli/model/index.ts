import { Command } from 'commander';
import { strict } from '../strict.ts';
import { bestOfNCommand } from './bestOfN.ts';
import type { OpenModel } from '../../models/openedModel.ts';
import { openModel } from './openModel.ts';
import { sharpenCommand } from './sharpen.ts';

/** `whetstone model`: learners on a real language model. */
export function modelCommand(open: OpenModel = openModel): Command {
  return strict(new Command('model').description('run learners on a real language model'))
    .addCommand(strict(bestOfNCommand(open)))
    .addCommand(strict(sharpenCommand(open)));
}
