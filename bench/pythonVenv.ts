import { spawnSync } from 'node:child_process';
import { inRepository } from './repository.ts';

const folder = inRepository('.venv-bench/');
const python = process.platform === 'win32' ? `${folder}Scripts/python.exe` : `${folder}bin/python`;

/** The Python that has the peers' packages, in an environment of its own; it is made at the first call. */
export function pythonVenv(): string {
  if (spawnSync(python, ['-c', 'import numpy, numba']).status !== 0) {
    console.error('making .venv-bench with numpy and numba ...');
    must('python3', '-m', 'venv', folder);
    must(python, '-m', 'pip', 'install', '--quiet', '--requirement', inRepository('bench/requirements.txt'));
  }
  return python;
}

function must(command: string, ...args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`, { cause: error });
}
