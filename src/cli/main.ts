#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { checkCommand } from './check.ts';
import { modelCommand } from './model/index.ts';
import { strict } from './strict.ts';
import { UsageError } from './usageError.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = strict(new Command('whetstone'))
  .description('The theory of sharpening language models, checked by numbers, and the same learners on real models')
  .version(version)
  .addCommand(strict(checkCommand()))
  .addCommand(modelCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
