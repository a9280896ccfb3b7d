/**
 * Does what a new user does: installs the packed package in an empty folder, without the optional ones, compiles the code
 * of README under strict TypeScript with and without the types of Node, runs it, and runs every command line that README
 * and help show.
 *
 *   npx tsx test/newUser/main.ts [part of a line ...]      after `npm run build`; a model for `--model` is $WHETSTONE_MODEL
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf, commandLines, root, snippets } from '../support/documentation.ts';
import { widest } from '../support/widest.ts';
import { madeSmaller, notRun } from './notRun.ts';

const repository = fileURLToPath(root);
// The one that the lines with --model speak of; to the others it would be the default.
const model = process.env['WHETSTONE_MODEL'];
delete process.env['WHETSTONE_MODEL'];
const folder = mkdtempSync(join(tmpdir(), 'whetstone-user-'));
let failures = 0;

/** Runs a command in the folder of the user, and says how it ended. */
function run(name: string, [command, ...args]: readonly string[], expected: { code?: number; prints?: RegExp } = {}) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command!, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { code = 0, prints = /(?:)/ } = expected;
  const right = status === code && prints.test(stdout + stderr);
  if (!right) failures++;
  console.log(`${right ? 'ok' : 'FAILED'}  ${((performance.now() - started) / 1000).toFixed(1)} s  ${name}`);
  if (!right) console.log(`exit code ${status}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  return stdout;
}

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
}

const { devDependencies: versions } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const pinned = (name: string): string => `${name}@${versions[name]}`;
write('package.json', { name: 'new-user', private: true, type: 'module' });
// --ignore-scripts: the build is there; to pack would be to build again.
run('npm pack', ['npm', 'pack', repository, '--ignore-scripts', '--pack-destination', folder]);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
const packed = `./whetstone-${version}.tgz`;
run('npm install whetstone', [
  'npm',
  'install',
  '--no-audit',
  '--no-fund',
  packed,
  pinned('typescript'),
  pinned('@types/node'),
]);

const blocks = snippets('README.md').map((code, i) => ({ name: `readme${i}`, code }));
for (const { name, code } of blocks) write(`${name}.ts`, code);
for (const [name, options] of [
  ['with the types of Node', { types: ['node'], lib: ['es2023'] }],
  // console is the DOM's, then.
  ['without the types of Node', { types: [], lib: ['es2023', 'dom'] }],
] as const) {
  write('tsconfig.json', {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      verbatimModuleSyntax: true,
      skipLibCheck: false,
      ...options,
    },
    include: ['*.ts'],
  });
  run(`README compiles ${name}`, ['npx', '--no-install', 'tsc']);
}
for (const { name } of blocks) {
  run(`README, block ${name}`, ['node', `${name}.js`], { prints: /\d/ });
}
const opening =
  "import { llama } from 'whetstone/models/llama'; import { embeddedModel } from 'whetstone/models'; " +
  'await llama({ path: embeddedModel });';
run('a runtime that is not there is named', ['node', '--input-type=module', '--eval', opening], {
  code: 1,
  prints: /npm install node-llama-cpp/,
});
run('a package that is not there is named', ['node', '--input-type=module', '--eval', "import 'whetstone/testing'"], {
  code: 1,
  prints: /whetstone\/testing needs the package fast-check: npm install --save-dev fast-check/,
});

// What the lines speak of.
write('risk.json', blocksOf('README.md', 'json')[0]!);
const coin = snippets('CONTRIBUTING.md').find((code) => code.includes("id: 'coin'"))!;
const ownLines = blocksOf('docs/your-own.md', 'ts mine.js')[0]!;
write('mine.js', `${ownLines}\n${coin}\nexport const experiments = [coin];\n`);
write('coins.json', { format: 'whetstone sweep 1', experiment: 'coin', seed: 'new user', grid: { tosses: [10, 100] } });
write(
  'questions.jsonl',
  '{"prompt":"Q: What is 2 + 3? A:","answer":"5"}\n{"prompt":"Q: What is 4 + 4? A:","answer":"8"}\n',
);
for (const name of ['model.gguf', 'FILE.gguf', 'SmolLM2-135M-Instruct.Q4_1.gguf']) {
  if (model !== undefined) symlinkSync(model, join(folder, name));
}
const parts = process.argv.length > 2 ? process.argv.slice(2) : [''];
for (const line of (await commandLines()).filter((each) => parts.some((part) => each.includes(part)))) {
  if (Object.hasOwn(notRun, line)) {
    console.log(`not run: ${line}: ${notRun[line]}`);
    continue;
  }
  // A model other than the one that ships needs a package that only the repository has.
  const installed = !/--model |--runtime llama/.test(line);
  const command = installed ? 'npx --no-install whetstone' : `node '${join(repository, 'dist/cli/main.js')}'`;
  const typed = [line.replace('whetstone', command), madeSmaller[line] ?? ''].join(' ');
  const stdout = run(line, ['sh', '-c', typed]);
  if (line.includes('--json')) continue;
  const wide = widest(stdout);
  // A response is as long as it is.
  if (wide.length > 80 && !/best-of-n/.test(line)) {
    failures++;
    console.log(`FAILED  a line is wider than 80 columns: ${wide}`);
  }
}

rmSync(folder, { recursive: true });
console.log(failures === 0 ? 'all as a new user expects' : `${failures} not as a new user expects`);
process.exitCode = failures === 0 ? 0 : 1;
