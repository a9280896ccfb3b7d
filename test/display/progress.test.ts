import { afterEach, expect, it, vi } from 'vitest';
import { fitLine, Pace, progressBar } from '../../src/display/progress.ts';

it('tells the time left from the pace of this run alone, and counts it down', () => {
  const pace = new Pace();
  pace.update(40, 1000);
  expect(pace.secondsLeft(50, 2000)).toBeUndefined();
  pace.update(42, 5000);
  // Two in four seconds, eight to go.
  expect(pace.secondsLeft(50, 5000)).toBe(16);
  pace.update(42, 6000);
  expect(pace.secondsLeft(50, 8000)).toBe(13);
  expect(pace.secondsLeft(50, 1e9)).toBe(0);
  pace.update(50, 21_000);
  expect(pace.secondsLeft(50, 21_000)).toBe(0);
});

it('fits the line to the terminal: a shorter bar, then a shorter note, then no bar', () => {
  const parts = { head: 'cases', bar: (size: number) => '#'.repeat(size), tail: '50% | 5/10', note: 'at n = 100' };
  expect(fitLine(parts, undefined)).toBe(`cases ${'#'.repeat(40)} 50% | 5/10 | at n = 100`);
  expect(fitLine(parts, 200)).toBe(fitLine(parts, 0));
  expect(fitLine(parts, 50)).toBe(`cases ${'#'.repeat(19)} 50% | 5/10 | at n = 100`);
  expect(fitLine(parts, 30)).toBe('cases ##### 50% | 5/10 | at …');
  expect(fitLine(parts, 20)).toBe('cases 50% | 5/10 |…');
  for (let columns = 2; columns < 120; columns++) expect(fitLine(parts, columns).length).toBeLessThan(columns);
});

afterEach(() => {
  vi.restoreAllMocks();
});

it('names no case that is over in the last plain line', () => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (lines.push(String(text)), true));
  Object.defineProperty(process.stderr, 'isTTY', { value: false, configurable: true });
  const bar = progressBar('cases');
  bar.update(1, 2, 'at n = 1');
  bar.update(2, 2, 'at n = 2');
  expect(lines).toEqual(['cases: 1 of 2, at n = 1\n', 'cases: 2 of 2\n']);
});
