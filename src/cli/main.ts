#!/usr/bin/env node
import { Command } from 'commander';
import { packageVersion } from '../files/packageVersion.ts';
import { WriteError } from '../files/writeError.ts';
import { checkCommand } from './check.ts';
import { modelCommand } from './model/index.ts';
import { sandwichCommand } from './sandwich.ts';
import { guardStandardOutput } from './standardOutput.ts';
import { strict } from './strict.ts';
import { sweepCommand } from './sweep.ts';
import { UsageError } from './usageError.ts';

guardStandardOutput();

const program = strict(new Command('whetstone'))
  .description('The theory of sharpening language models, checked by numbers, and the same learners on real models')
  .version(packageVersion())
  .addCommand(strict(checkCommand()))
  .addCommand(strict(sandwichCommand()))
  .addCommand(strict(sweepCommand()))
  .addCommand(modelCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof WriteError)) throw error;
  console.error(error instanceof UsageError ? error.message : `whetstone: ${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
