import { expect, it } from 'vitest';
import { wrapMessage } from '../../src/cli/wrapMessage.ts';

it('a message is wrapped at 80 columns, and a command line in it stays whole', () => {
  const command = 'npm install --save-dev node-llama-cpp';
  const lines = wrapMessage(
    `model sharpen: llama needs a package that is not there, which is added by: ${command}; it has 858 MB of all its platforms`,
  ).split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines.some((line) => line.includes(command))).toBe(true);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}\S/);
});

it('a short message, and the lines of one that has several, are as they were', () => {
  expect(wrapMessage('check: no statement')).toBe('check: no statement');
  expect(wrapMessage('of it there are\n  a/b\n  a/c')).toBe('of it there are\n  a/b\n  a/c');
});
