import { spawnSync } from 'node:child_process';
import type { Call, Case } from './cases.ts';
import { inRepository } from './repository.ts';

/** What a person waits for before anything is computed, against Node that does nothing. */
export function startUp(): Case[] {
  const importing = (entry: string): readonly string[] => ['--input-type=module', '--eval', `import '${entry}'`];
  return [
    { name: 'whetstone --help', args: [inRepository('dist/cli/main.js'), '--help'], goal: 1 / 2.5 },
    { name: 'import whetstone', args: importing('whetstone'), goal: 1 / 2.5 },
    { name: 'import whetstone/bounds', args: importing('whetstone/bounds'), goal: 1 / 6 },
  ].map(({ name, args, goal }) => ({
    name,
    ours: () => node(args),
    peer: () => node(['--eval', '0']),
    against: 'node -e 0',
    unit: 'ms',
    perCall: 1,
    goal,
  }));
}

function node(args: readonly string[]): Call {
  return () => {
    const { status, error } = spawnSync(process.execPath, args, { cwd: inRepository('.'), stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed`, { cause: error });
  };
}
