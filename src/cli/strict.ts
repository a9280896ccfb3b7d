import type { Command } from 'commander';
import { UsageError } from './usageError.ts';

/** Makes wrong options and unknown commands usage errors like any other: one line on stderr, exit code 2. */
export function strict(command: Command): Command {
  return command.configureOutput({ outputError: () => {} }).exitOverride(({ code, exitCode, message }) => {
    // Help that was asked for is no error; help in the place of a command that is missing is one.
    if (code === 'commander.help' && exitCode !== 0) {
      // Help of a command that there is not: `help nosuch`.
      const [help, name] = command.args;
      if (help === 'help' && name !== undefined) {
        throw new UsageError(`${command.name()}: there is no command '${name}' to help with`);
      }
      process.exit(2);
    }
    if (exitCode !== 0) throw new UsageError(`${command.name()}: ${message.replace(/^error: /, '')}`);
  });
}
