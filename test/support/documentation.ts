import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { commands } from '../../src/cli/commands.ts';
import { strict } from '../../src/cli/strict.ts';

export const root = new URL('../../', import.meta.url);

/** The pages that users read. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs', root), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
  'src/models/embedded/card.md',
];

/** The TypeScript blocks of a page, but for those marked as not to be run. */
export function snippets(page: string): string[] {
  return blocksOf(page, 'ts');
}

/** The blocks of a page in a language. */
export function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```/gms)]
    .filter(([, marked]) => marked === language)
    .map(([, , code]) => code!);
}

/** What every command prints for `--help`, by its name. */
export async function helpTexts(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const add = (command: Command, name: string): void => {
    let text = '';
    command.configureOutput({ writeOut: (part) => void (text += part), getOutHelpWidth: () => 80 }).outputHelp();
    texts.set(name, text);
    for (const child of command.commands) add(child, `${name} ${child.name()}`);
  };
  for (const [name, { describes, load }] of Object.entries(commands)) {
    add(strict((await load()).description(describes)), name);
  }
  return texts;
}

/** The lines that README and the examples of every `--help` tell a person to type, without `npx`. */
export async function commandLines(): Promise<readonly string[]> {
  const typed = blocksOf('README.md', 'sh').flatMap((block) =>
    block.split('\n').flatMap((line) => line.replace(/ +#.*$/, '').split(' && ')),
  );
  const inline = [
    ...readFileSync(new URL('README.md', root), 'utf8').matchAll(/`((?:npx )?whetstone [^`]*|npm [^`]*)`/g),
  ];
  const examples = [...(await helpTexts()).values()].flatMap((text) =>
    text
      .replace(/^.*^Examples:\n/ms, '')
      .replaceAll(/ *\\\n */g, ' ')
      .split('\n')
      .filter((line) => /^ {2}whetstone /.test(line))
      .map((line) => line.trim().replace(/ {2,}.*$/, '')),
  );
  const lines = [...typed, ...inline.map(([, code]) => code!), ...examples].map((line) => line.replace(/^npx /, ''));
  return [...new Set(lines.filter((line) => line !== ''))];
}
