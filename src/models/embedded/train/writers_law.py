"""What a model would do that had learnt the writers' law perfectly, exactly, on some held-out prompts.

    python writers_law.py [2 prompts of each form]

The generator was tuned on these figures before anything was trained. A prompt takes some seconds.
"""

import math
import sys
from collections import defaultdict
from statistics import mean

from evaluate import DRAWS, law_bracket
from task import FORMS, Prompt, held_out
from vocabulary import CHARACTERS
from writers import exact_law


def greedy(law: dict[str, float]) -> str:
    """The response that the likeliest next characters lead to."""
    beginnings: defaultdict[str, float] = defaultdict(float)
    for text, mass in law.items():
        for length in range(1, len(text) + 1):
            beginnings[text[:length]] += mass
    response = ""
    while True:
        longer = max((response + character for character in CHARACTERS), key=lambda each: beginnings[each])
        if law.get(response, 0.0) >= beginnings[longer]:
            return response
        response = longer


def figures(prompt: Prompt) -> dict[str, float]:
    law = exact_law(prompt)
    right = lambda text: text.rsplit("=", 1)[1] == str(prompt.value)
    ordered = sorted(((math.log(mass), right(text)) for text, mass in law.items()), reverse=True)
    tokens = sum(mass * (len(text) + 1) for text, mass in law.items())
    return {
        "coverage": math.exp(-ordered[0][0]),
        "most likely is right": float(ordered[0][1]),
        "greedy is right": float(right(greedy(law))),
        **{f"best of {draws}": law_bracket(draws, ordered)[0] for draws in DRAWS},
        "entropy, nats a token": -sum(mass * math.log(mass) for mass in law.values()) / tokens,
    }


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    for form in FORMS:
        rows = [figures(prompt) for prompt in [each for each in held_out() if each.form == form][:count]]
        print(form, {name: round(mean(row[name] for row in rows), 3) for name in rows[0]}, flush=True)
