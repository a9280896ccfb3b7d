import type { EvalFunction, MathNode } from 'mathjs';
import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { changedFormula } from './changedFormula.ts';
import { math, precise } from './math.ts';
import { parsedFormula } from './parsedFormula.ts';

/** One parameter of a bound. */
export interface Parameter {
  /** What it is, with its symbol in the paper and its unit. */
  readonly meaning: string;
  /** Its symbol in TeX. */
  readonly tex: string;
  /** The values that it may take, in words, and as a test. */
  readonly domain: string;
  readonly allows: (value: number) => boolean;
}

/** A condition of the theorem on its parameters together. */
export interface Assumption<P extends string> {
  /** In words, with the values that it speaks of: `eps must be at most 1/16`. */
  readonly name: string;
  readonly holds: (values: Readonly<Record<P, number>>) => boolean;
  readonly about: NoInfer<P>;
}

/** A theorem as data: one formula as text, from which come the number, the TeX, the derivatives and a precise check. */
export interface BoundSpec<P extends string> {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  /** What the formula bounds. */
  readonly quantity: string;
  readonly kind: 'upper' | 'lower';
  readonly formula: string;
  /** Names that the formula uses, each a formula itself. */
  readonly where?: Readonly<Record<string, { readonly formula: string; readonly tex: string }>>;
  readonly parameters: Readonly<Record<P, Parameter>>;
  readonly assumptions?: readonly Assumption<NoInfer<P>>[];
}

/** A bound that can be evaluated, differentiated, printed, and checked to 64 digits; all from one text. */
export class Bound<P extends string = string> {
  readonly spec: BoundSpec<P>;
  readonly #shown: MathNode;
  readonly #expanded: MathNode;
  #compiled: EvalFunction | undefined;

  /** @throws DomainError where the formula cannot be read, or uses a name that is neither a parameter nor defined under `where` */
  constructor(spec: BoundSpec<P>) {
    this.spec = spec;
    this.#shown = parsedFormula(spec.statement, 'formula', spec.formula);
    this.#expanded = expand(this.#shown, spec);
  }

  /**
   * The value of the formula.
   *
   * @throws DomainError naming the parameter or the assumption that is not met, or where no finite number comes out
   */
  evaluate(values: Readonly<Record<P, number>>): number {
    this.#check(values);
    // Compiled at the first use: who imports the bounds seldom wants all of them.
    this.#compiled ??= this.#expanded.compile();
    const value = this.#compiled.evaluate({ ...values }) as number;
    if (!Number.isFinite(value)) {
      const { statement } = this.spec;
      throw new DomainError(statement, `the formula at ${JSON.stringify(values)}`, 'a finite number', value);
    }
    return value;
  }

  /** The value to 64 digits, as text. */
  evaluatePrecisely(values: Readonly<Record<P, number>>): string {
    this.#check(values);
    const scope = Object.fromEntries(
      Object.entries<number>(values).map(([name, value]) => [name, precise().bignumber(value)]),
    );
    return String(precise().parse(this.#expanded.toString()).compile().evaluate(scope));
  }

  /** The partial derivative with respect to a parameter, as a function of all parameters. */
  derivative(parameter: P): (values: Readonly<Record<P, number>>) => number {
    if (!(parameter in this.spec.parameters)) {
      const known = `among ${Object.keys(this.spec.parameters).join(', ')}`;
      throw new DomainError(this.spec.statement, 'parameter', known, parameter);
    }
    const compiled = math.derivative(differentiable(this.#expanded), parameter).compile();
    return (values) => {
      this.#check(values);
      return compiled.evaluate({ ...values }) as number;
    };
  }

  /** The formula in TeX, in the paper's symbols. */
  get tex(): string {
    const symbols = new Map<string, string>();
    for (const [name, { tex }] of Object.entries<{ tex: string }>({ ...this.spec.where, ...this.spec.parameters })) {
      symbols.set(name, tex);
    }
    return this.#shown.toTex({
      handler: (node: MathNode) => (math.isSymbolNode(node) ? ` ${symbols.get(node.name)}` : undefined),
    });
  }

  /** The same theorem with another formula: to show that a check of it can fail. */
  withFormula(formula: string): Bound<P> {
    return new Bound({ ...this.spec, formula });
  }

  /**
   * The formula with one part of it in another form, or dropped: `formulaWith('2 * kappa', '1.9 * kappa')`. Where a part is
   * there more than once a larger one around it says which is meant.
   *
   * @param part a sub-expression of the formula, matched by structure
   * @param times how often it is there, where every one is changed
   * @throws DomainError naming the statement and the part, where the part is not there just so often
   */
  formulaWith(part: string, by: string, times?: number): string {
    return changedFormula({ statement: this.spec.statement, formula: this.#shown, part, by, times });
  }

  /**
   * The formula without one of its factors or terms.
   *
   * @param times how often it is there, where every one is dropped
   * @throws DomainError as `formulaWith`, and where the part is neither a factor nor a term
   */
  formulaWithout(part: string, times?: number): string {
    return changedFormula({ statement: this.spec.statement, formula: this.#shown, part, times });
  }

  /** Whether the theorem speaks of these values: all of them are in their domains, and the assumptions hold. */
  applies(values: Readonly<Record<P, number>>): boolean {
    const { parameters, assumptions = [] } = this.spec;
    const inside = Object.entries<Parameter>(parameters).every(([name, { allows }]) => {
      const value = (values as Partial<Record<string, number>>)[name];
      return typeof value === 'number' && allows(value);
    });
    return inside && assumptions.every(({ holds }) => holds(values));
  }

  /**
   * Whether the assumptions hold of values in their domains.
   *
   * @throws DomainError naming the parameter that is not in its domain
   */
  assumptionsHold(values: Readonly<Record<P, number>>): boolean {
    this.#checkDomains(values);
    return (this.spec.assumptions ?? []).every(({ holds }) => holds(values));
  }

  #check(values: Readonly<Record<P, number>>): void {
    this.#checkDomains(values);
    for (const { name, holds, about } of this.spec.assumptions ?? []) {
      if (!holds(values)) throw new DomainError(this.spec.statement, about, name, values[about]);
    }
  }

  #checkDomains(values: Readonly<Record<P, number>>): void {
    const { statement, parameters } = this.spec;
    requireObject(statement, 'parameters', values);
    for (const name of Object.keys(values)) {
      if (!(name in parameters))
        throw new DomainError(statement, 'parameters', `among ${Object.keys(parameters).join(', ')}`, name);
    }
    for (const [name, { domain, allows }] of Object.entries<Parameter>(parameters)) {
      const value = (values as Record<string, number>)[name]!;
      if (!(typeof value === 'number' && allows(value))) throw new DomainError(statement, name, domain, value);
    }
  }
}

/** Puts definitions in the place of their names, and refuses names that mean nothing here. */
function expand(node: MathNode, spec: BoundSpec<string>): MathNode {
  return node.transform((child, path) => {
    if (!math.isSymbolNode(child) || path === 'fn') return child;
    const definition = spec.where?.[child.name];
    if (definition) return new math.ParenthesisNode(expand(math.parse(definition.formula), spec));
    if (child.name in spec.parameters) return child;
    throw new DomainError(
      spec.statement,
      `name '${child.name}' of the formula`,
      'a parameter or defined',
      spec.formula,
    );
  });
}

/** The formula with log(1 + x) and exp(x) - 1 in plain words, whose derivatives lose no digits: mathjs knows no others. */
function differentiable(formula: MathNode): MathNode {
  return formula.transform((node) => {
    if (!math.isFunctionNode(node)) return node;
    const [x] = node.args;
    if (node.fn.name === 'log1p') return math.parse('log(1 + x)').transform((each) => put(each, x!));
    if (node.fn.name === 'expm1') return math.parse('exp(x) - 1').transform((each) => put(each, x!));
    return node;
  });

  function put(node: MathNode, argument: MathNode): MathNode {
    return math.isSymbolNode(node) && node.name === 'x' ? new math.ParenthesisNode(differentiable(argument)) : node;
  }
}
