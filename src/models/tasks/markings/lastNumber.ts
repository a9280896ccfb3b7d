import type { Marking } from '../marking.ts';

/** Spaces that can stand between groups of digits and nowhere else. */
const GROUPING = '\\u00A0\\u2009\\u202F';
/** Groups of three digits behind commas or such spaces, or digits alone. */
const WHOLE = `\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d{1,3}(?:[${GROUPING}]\\d{3})+(?!\\d)|\\d+`;
/** A minus behind a word or a bracket subtracts, and a point there is a full stop. */
const NUMBER = new RegExp(
  `(?:(?<![\\w).])([-\u2212]))?(?:(${WHOLE})(?:\\.(\\d+))?|(?<![\\w).])\\.(\\d+))(?:e([-+\u2212]?\\d{1,15})(?!\\d))?`,
  'giu',
);
/** What makes one number of the digits before it and those behind it, and not plainly which: 1/2, 1,20, 1.2.3, 10'000. */
const JOINED = /\d(?:[.,/'’_]|e[-+−]?)?$/iu;
/** Digits that may be the first group of a number whose groups stand behind common spaces: 1 200. */
const GROUP_BEFORE = /(?<!\d)\d{1,3} $/;
const GROUP = /^\d{3}(?!\d)/;
/** Numbers of more digits than this, zeros included, are written with an exponent. */
const MOST_DIGITS = 21;

/**
 * The last number of a text, such as -3, .5, 1,234.50 or 1e3, in decimal digits that are the same for equal numbers and for no
 * others; undefined where there is none, and where it can be read in two ways, as 1/2, 1,20 and 1 200 can.
 */
export function lastNumber(text: string): string | undefined {
  const found = [...text.matchAll(NUMBER)].at(-1);
  if (!found) return undefined;
  const before = text.slice(0, found.index);
  if (JOINED.test(before) || (GROUP_BEFORE.test(before) && GROUP.test(found[0]))) return undefined;
  const [, sign = '', whole = '', fraction = found[4] ?? '', , exponent = '0'] = found;
  return decimal(sign !== '', whole.replace(/\D/g, ''), fraction, Number(exponent.replace('\u2212', '-')));
}

/** The one way to write a number here, digit by digit: a program's numbers would round it. */
function decimal(negative: boolean, whole: string, fraction: string, exponent: number): string {
  const significant = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return '0';
  // The number is these digits times ten to this.
  const power = exponent - fraction.length + significant.length - digits.length;
  const sign = negative ? '-' : '';
  if (Math.max(digits.length + Math.max(power, 0), -power) > MOST_DIGITS)
    return `${sign}${digits}${power === 0 ? '' : `e${power}`}`;
  if (power >= 0) return `${sign}${digits}${'0'.repeat(power)}`;
  const padded = digits.padStart(1 - power, '0');
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
}

/** Marks by the last number, of the response and of the answer: 7, 7.0 and "it is 7 %" are one. */
export const byLastNumber: Marking = {
  name: 'number',
  answerOf: lastNumber,
  expected: lastNumber,
  takes: 'a text with a number in it, where the last number is what is marked, not one such as 1/2, 1,20 or 1 200',
};
