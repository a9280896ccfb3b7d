"""The law of training responses: what three kinds of writers answer, and how often each errs.

Everything random goes through `pick(weights) -> index`. With a seeded generator that samples a response; `exact_law`
runs through all picks instead and gives every response with its probability. So sampled data and exact figures come
from one description.
"""

import random
from collections.abc import Callable, Sequence

from task import MISLEADING, Prompt

Pick = Callable[[Sequence[float]], int]

# Guessers write `=` and a number. They add column by column and forget to carry; around that they spread.
GUESS_SPREAD = 20
GUESS_PEAK = 3.0
# An error of a step is one of these, and is carried forward.
ERRORS = (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 10, -10, 20, -20)

WRITERS = {"guess": 0.38, "tidy": 0.21, "loose": 0.41}
WRITERS_MISLEADING = {"guess": 0.15, "slip": 0.10, "product first": 0.75}
STEP_ERROR = {"tidy": 0.12, "loose": 0.20, "slip": 0.12, "product first": 0.12}

# A step is (operator, left, right); an operand is a number, or "#i" for the result of step i of the plan.
Step = tuple[str, int | str, int | str]
Plan = tuple[Step, ...]


def plans(prompt: Prompt) -> list[Plan]:
    """The right derivations of an expression, up to swapped operands."""
    a, b, c, d = prompt.numbers
    product = ("*", a, b)
    if prompt.form in ("a*b+c*d", "a*b-c*d"):
        sign, other = prompt.form[3], ("*", c, d)
        return [(product, other, (sign, "#0", "#1")), (other, product, (sign, "#1", "#0"))]
    if prompt.form == MISLEADING:
        return [(product, ("-", "#0", c), ("+", "#1", d)), (product, ("+", "#0", d), ("-", "#1", c))]
    left_to_right = (product, ("+", "#0", c), ("-", "#1", d))
    if a * b < d:
        return [left_to_right]
    both = [left_to_right, (product, ("-", "#0", d), ("+", "#1", c))]
    if c < d:
        return both
    return [*both, (("-", c, d), product, ("+", "#1", "#0")), (product, ("-", c, d), ("+", "#0", "#1"))]


def slip(prompt: Prompt) -> Plan:
    """a*b-c+d read as a*b-(c+d): addition before subtraction."""
    a, b, c, d = prompt.numbers
    return (("+", c, d), ("*", a, b), ("-", "#1", "#0"))


def respond(prompt: Prompt, pick: Pick) -> str:
    """One response, by a writer picked at random."""
    writers = WRITERS_MISLEADING if prompt.form == MISLEADING else WRITERS
    writer = list(writers)[pick(list(writers.values()))]
    if writer == "guess":
        return _guess(prompt, pick)
    every = {"tidy": plans(prompt)[:2], "slip": [slip(prompt)]}.get(writer, plans(prompt))
    plan = every[pick([1.0] * len(every))]
    commuting = [place for place, (operator, *_) in enumerate(plan) if operator in "+*"]
    # Which steps may have their operands turned around: for the tidy only the last one, for those who always start
    # with the product all but that one.
    turned = {"tidy": commuting[-1:], "slip": [], "product first": commuting[1:]}.get(writer, commuting)
    neat = writer in ("tidy", "slip")
    times = "*" if neat else "*x"[pick([1.0, 1.0])]
    return _write(plan, pick, STEP_ERROR[writer], turned, "," if neat else ",;", times)


def _guess(prompt: Prompt, pick: Pick) -> str:
    tens = sum((abs(term) // 10) * (1 if term > 0 else -1) for term in prompt.terms)
    units = sum((abs(term) % 10) * (1 if term > 0 else -1) for term in prompt.terms) % 10
    centre = 10 * tens + units
    values = [value for value in range(centre - GUESS_SPREAD, centre + GUESS_SPREAD + 1) if value >= 0]
    weights = [GUESS_SPREAD + 1 - abs(value - centre) + (GUESS_PEAK if value == centre else 0) for value in values]
    return f"={values[pick(weights)]}"


def _write(plan: Plan, pick: Pick, error: float, turned: Sequence[int], separators: str, times: str) -> str:
    """The steps of a plan, each with its result; `turned` are the steps whose operands may be turned around."""
    results: list[int] = []
    text = ""
    for place, (operator, *operands) in enumerate(plan):
        left, right = (results[int(each[1:])] if isinstance(each, str) else each for each in operands)
        # An error before may take a difference below 0; it is written as 0.
        result = max({"*": left * right, "+": left + right, "-": left - right}[operator], 0)
        if place in turned and pick([1.0, 1.0]) == 1:
            left, right = right, left
        if pick([1 - error, error]) == 1:
            wrong = [result + offset for offset in ERRORS if result + offset >= 0]
            result = wrong[pick([1.0] * len(wrong))]
        if text:
            text += separators[pick([1.0] * len(separators))]
        text += f"{left}{times if operator == '*' else operator}{right}={result}"
        results.append(result)
    return text


def sampler(generator: random.Random) -> Pick:
    """Picks at random."""

    def pick(weights: Sequence[float]) -> int:
        return generator.choices(range(len(weights)), weights)[0] if len(weights) > 1 else 0

    return pick


def exact_law(prompt: Prompt) -> dict[str, float]:
    """Every response that the writers may give to a prompt, with its probability."""
    law: dict[str, float] = {}
    # Each entry is a beginning of a run: the picks made so far. A run goes on with first picks and notes the others.
    pending: list[list[int]] = [[]]
    while pending:
        forced = pending.pop()
        made: list[int] = []
        mass = 1.0

        def pick(weights: Sequence[float]) -> int:
            nonlocal mass
            place = len(made)
            if place < len(forced):
                choice = forced[place]
            else:
                choice = 0
                pending.extend([*made, other] for other in range(1, len(weights)))
            made.append(choice)
            mass *= weights[choice] / sum(weights)
            return choice

        text = respond(prompt, pick)
        law[text] = law.get(text, 0.0) + mass
    return law
