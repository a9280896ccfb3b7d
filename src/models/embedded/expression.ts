import { DomainError } from '../../math/domainError.ts';

/** The forms of prompts that the embedded model was trained on; letters stand for numbers. */
export const expressionForms = ['a*b+c*d', 'a*b-c*d', 'a*b+c-d', 'c+a*b-d', 'a*b-c+d'] as const;
export type ExpressionForm = (typeof expressionForms)[number];

/**
 * The form on which likelihood misleads the embedded model: its most likely response reads a*b-c+d as a*b-(c+d), while the
 * right answer has more mass, spread over many derivations.
 */
export const misleadingForm: ExpressionForm = 'a*b-c+d';

const NUMBER = /(?:0|[1-9]\d{0,2})/;
const PROMPT = new RegExp(`^${NUMBER.source}(?:[-+*]${NUMBER.source}){3}:$`);

/**
 * The form of a prompt, such as `a*b+c*d` for `7*8+6*9:`.
 *
 * @throws DomainError where the prompt has no such form
 */
export function formOf(prompt: string): ExpressionForm {
  return parse('formOf', prompt);
}

/**
 * The value of the expression in a prompt, by exact integer arithmetic: 110 for `7*8+6*9:`.
 *
 * @throws DomainError where the prompt has none of the forms
 */
export function valueOf(prompt: string): number {
  parse('valueOf', prompt);
  const terms = prompt.match(/[-+]?\d+(?:\*\d+)?/g)!;
  return terms.reduce((sum, term) => {
    const [first, second = '1'] = term.split('*');
    return sum + Number(first) * Number(second);
  }, 0);
}

function parse(where: string, prompt: string): ExpressionForm {
  const operators = (text: string): string => text.replace(/[^-+*]/g, '');
  const form =
    typeof prompt === 'string' && PROMPT.test(prompt)
      ? expressionForms.find((each) => operators(each) === operators(prompt))
      : undefined;
  if (form === undefined) {
    const forms = `${expressionForms.slice(0, -1).join(', ')} or ${expressionForms.at(-1)}`;
    throw new DomainError(where, 'prompt', `${forms} with numbers below 1000 and a colon, such as "7*8+6*9:"`, prompt);
  }
  return form;
}
