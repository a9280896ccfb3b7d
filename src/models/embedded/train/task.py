"""The prompts: expressions of three operators, in five forms, with the part that is held out of training."""

import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import product

DIGITS = range(2, 10)


@dataclass(frozen=True)
class Prompt:
    """An expression such as `7*8+6*9`; `numbers` are a, b, c, d of its form, whatever their order in the text."""

    form: str
    numbers: tuple[int, int, int, int]

    @property
    def text(self) -> str:
        names = dict(zip("abcd", map(str, self.numbers)))
        return "".join(names.get(character, character) for character in self.form) + ":"

    @property
    def terms(self) -> tuple[int, ...]:
        """The signed terms whose sum is the value."""
        a, b, c, d = self.numbers
        return {
            "a*b+c*d": (a * b, c * d),
            "a*b-c*d": (a * b, -c * d),
            "a*b+c-d": (a * b, c, -d),
            "c+a*b-d": (a * b, c, -d),
            "a*b-c+d": (a * b, -c, d),
        }[self.form]

    @property
    def value(self) -> int:
        return sum(self.terms)


# a and b are digits from 2 to 9; these are the ranges of c and d.
RANGES = {
    "a*b+c*d": (DIGITS, DIGITS),
    "a*b-c*d": (DIGITS, DIGITS),
    "a*b+c-d": (range(2, 30), DIGITS),
    "c+a*b-d": (range(2, 30), DIGITS),
    "a*b-c+d": (range(2, 20), DIGITS),
}
FORMS = tuple(RANGES)
# The form on which likelihood misleads: the slip of writers.py reads it as a*b-(c+d).
MISLEADING = "a*b-c+d"

# How many of 9 training prompts, and of 64 held-out prompts in the list, have each form.
TRAINING_SHARES = {form: 1 if form == MISLEADING else 2 for form in FORMS}
LIST_SHARES = {form: 4 if form == MISLEADING else 15 for form in FORMS}
LIST_LENGTH = 640


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def is_held_out(prompt: Prompt) -> bool:
    """A tenth of all prompts, by the hash of their text."""
    return int.from_bytes(_hash(prompt.text)[:4]) % 10 == 0


@cache
def prompts(form: str) -> tuple[Prompt, ...]:
    """All prompts of a form. No value and no step of a derivation, slips included, is below 0."""
    cs, ds = RANGES[form]
    every = (Prompt(form, numbers) for numbers in product(DIGITS, DIGITS, cs, ds))
    return tuple(
        prompt
        for prompt in every
        if prompt.value >= 0 and (form != MISLEADING or prompt.terms[0] >= prompt.numbers[2] + prompt.numbers[3])
    )


@cache
def training_prompts(form: str) -> tuple[Prompt, ...]:
    return tuple(prompt for prompt in prompts(form) if not is_held_out(prompt))


@cache
def held_out(length: int = LIST_LENGTH) -> tuple[Prompt, ...]:
    """The list of held-out prompts, in an order that mixes the forms: any beginning of it is a fair sample."""
    total = sum(LIST_SHARES.values())
    chosen = []
    for form in FORMS:
        candidates = sorted(filter(is_held_out, prompts(form)), key=lambda prompt: _hash(f"list {prompt.text}"))
        chosen += candidates[: length * LIST_SHARES[form] // total]
    return tuple(sorted(chosen, key=lambda prompt: _hash(f"order {prompt.text}")))


if __name__ == "__main__":
    # The lines of the list in ../heldOutPrompts.ts.
    print("\n".join(prompt.text for prompt in held_out()))
