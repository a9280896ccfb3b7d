import { describe, expect, it } from 'vitest';
import { verdictOn } from '../support/requirement.ts';

describe('tests that need something', () => {
  it.each([
    [undefined, '', 'run'],
    [undefined, 'llama', 'run'],
    ['no model', '', 'skip'],
    ['no model', 'python,redis', 'skip'],
    ['no model', 'llama', 'fail'],
    ['no model', 'python, llama', 'fail'],
  ])('missing: %s, required: %s -> %s', (missing, required, verdict) => {
    expect(verdictOn('llama', missing, required)).toBe(verdict);
  });
});
