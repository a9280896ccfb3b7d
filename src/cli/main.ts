#!/usr/bin/env node
import { Command } from 'commander';
import { packageVersion } from '../files/packageVersion.ts';
import { WriteError } from '../files/writeError.ts';
import { commands } from './commands.ts';
import { guardStandardOutput } from './standardOutput.ts';
import { strict } from './strict.ts';
import { UsageError } from './usageError.ts';

guardStandardOutput();

const program = strict(new Command('whetstone'))
  .description('The theory of sharpening language models, checked by numbers, and the same learners on real models')
  .version(packageVersion())
  // A subcommand has options of the same name as the command above it: what follows its name is its own.
  .enablePositionalOptions();
for (const [name, { describes, load }] of Object.entries(commands)) {
  // Who asks for one command, or for the list of them, loads no other.
  const command = process.argv.includes(name) ? await load() : new Command(name);
  program.addCommand(strict(command.description(describes)));
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof WriteError)) throw error;
  console.error(error instanceof UsageError ? error.message : `whetstone: ${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
