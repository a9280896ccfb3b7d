import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that `onSmallDisk` puts a small disk into. */
export const smallDisk = mkdtempSync(join(tmpdir(), 'whetstone-disk-'));

// In a namespace of its own: the mount ends with the command, however that ends.
const script = (kilobytes: number): string =>
  `mount -t tmpfs -o size=${kilobytes}k tmpfs "$0" && DISK=$0 bash -c "$1" bash "\${@:2}"`;

/** Why a disk cannot be filled up here, if it cannot. */
export const noSmallDisk =
  spawnSync('unshare', ['-rm', 'bash', '-c', script(16), smallDisk, 'true']).status === 0
    ? undefined
    : 'this machine lets nobody mount a disk of their own (unshare -rm)';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of bash, in which `"$@"` is the command and `$DISK` a folder that is a disk of so many kB. */
export async function onSmallDisk(kilobytes: number, line: string, command: readonly string[]): Promise<Ended> {
  return await ended('unshare', ['-rm', 'bash', '-c', script(kilobytes), smallDisk, line, ...command]);
}

/** Runs a line of bash in which `"$@"` is the command. */
export async function inShell(line: string, command: readonly string[]): Promise<Ended> {
  return await ended('bash', ['-c', line, 'bash', ...command]);
}

function ended(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }));
  });
}
