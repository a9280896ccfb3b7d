import type { Command } from 'commander';

/** A command as `whetstone --help` lists it, and what loads it whole. */
interface Listed {
  readonly describes: string;
  readonly load: () => Promise<Command>;
}

/** The commands by name, in the order of the list. */
export const commands: Readonly<Record<string, Listed>> = {
  check: {
    describes: 'check the statements of the paper by numbers',
    load: async () => (await import('./check.ts')).checkCommand(),
  },
  sandwich: {
    describes: 'lower bounds, exact risks and upper bounds of SFT-sharpening, side by side',
    load: async () => (await import('./sandwich.ts')).sandwichCommand(),
  },
  sweep: {
    describes: 'run an experiment over the cases that a JSON file lists',
    load: async () => (await import('./sweep.ts')).sweepCommand(),
  },
  model: {
    describes: 'run learners on a real language model',
    load: async () => (await import('./model/index.ts')).modelCommand(),
  },
};
