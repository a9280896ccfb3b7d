"""Exact search in the model's law of responses: the most likely ones first.

The mass of a beginning bounds that of every response that begins so. So, where beginnings are opened from the heaviest
down, a finished response is the next most likely as soon as it is heavier than every beginning that is still closed.
"""

import heapq
import math
from dataclasses import dataclass, field

import torch

from model import Llama
from vocabulary import BEGIN, END, PAD, encode

# Prompts that are searched together, and beginnings that are opened together: few of one prompt, as most of those
# beyond the heaviest would turn out not to be needed.
TOGETHER = 16
ROWS = 64
# The end token comes after at most so many; longer responses are not looked for.
LONGEST = 63


@dataclass
class Search:
    """The state of the search for one prompt. All numbers are logs of masses, nats."""

    prompt: str
    closed: list[tuple[float, tuple[int, ...]]] = field(default_factory=lambda: [(0.0, ())])
    finished: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)

    @property
    def ceiling(self) -> float:
        """No response that is not finished yet has more than this."""
        return -self.closed[0][0] if self.closed else -math.inf

    def certain(self) -> list[tuple[float, tuple[int, ...]]]:
        """The most likely responses, in order: none that is missing is heavier than one that is listed."""
        return sorted((each for each in self.finished if each[0] >= self.ceiling), reverse=True)

    def best(self) -> tuple[float, tuple[int, ...]] | None:
        """The most likely response, its end token last, once it is certain."""
        found = max(self.finished, default=None)
        return found if found is not None and found[0] >= self.ceiling else None

    def expansions(self, log_mass: float) -> int:
        """How many beginnings a search that opens one at a time opens before it is certain of that response."""
        return sum(each > log_mass for each in self.opened)

    def take(self, count: int) -> list[tuple[float, tuple[int, ...]]]:
        return [heapq.heappop(self.closed) for _ in range(min(count, len(self.closed)))]

    def open(self, log_mass: float, beginning: tuple[int, ...], law: list[float]) -> None:
        self.opened.append(log_mass)
        for token, log_probability in enumerate(law):
            total = log_mass + log_probability
            if token == END:
                self.finished.append((total, (*beginning, token)))
            elif len(beginning) < LONGEST:
                heapq.heappush(self.closed, (-total, (*beginning, token)))


@torch.inference_mode()
def search(model: Llama, prompts: list[str], expansions: int | None = None) -> list[Search]:
    """Searches until the most likely response is certain, or where `expansions` is given until so many are opened."""
    done = lambda each: each.best() is not None if expansions is None else len(each.opened) >= expansions
    every = [Search(prompt) for prompt in prompts]
    waiting = list(reversed(every))
    active: list[Search] = []
    while active or waiting:
        while waiting and len(active) < TOGETHER:
            active.append(waiting.pop())
        share = ROWS // len(active)
        taken = [(each, -negative, beginning) for each in active for negative, beginning in each.take(share)]
        laws = next_laws(model, [(each.prompt, beginning) for each, _, beginning in taken])
        for (each, log_mass, beginning), law in zip(taken, laws):
            each.open(log_mass, beginning, law)
        active = [each for each in active if not done(each)]
    return every


@torch.inference_mode()
def next_laws(model: Llama, places: list[tuple[str, tuple[int, ...]]]) -> list[list[float]]:
    """Logs of the probabilities of all next tokens after prompts with beginnings of responses."""
    rows = [[BEGIN, *encode(prompt), *beginning] for prompt, beginning in places]
    length = max(map(len, rows))
    tokens = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
    logits = model(tokens)[torch.arange(len(rows)), torch.tensor([len(row) - 1 for row in rows])]
    return logits.double().log_softmax(-1).tolist()
