"""The peers: what is timed against whetstone, written as an expert in numpy or numba would.

Reads one request a line, {"name", "args", "repeat"}, and answers with one line, {"seconds"}: the time of so many
calls in a row. What a peer may prepare once it prepares in its constructor, which is not timed.
"""

import json
import sys
import time

import numba
import numpy as np


class Choice:
    """Generator.choice with masses."""

    def __init__(self, masses, draws):
        self.rng = np.random.default_rng(1)
        self.p = masses_of(masses)
        self.draws = draws

    def __call__(self):
        return self.rng.choice(len(self.p), self.draws, p=self.p)


class NumbaAlias:
    """Vose's alias table, compiled."""

    def __init__(self, masses, draws):
        self.rng = np.random.default_rng(1)
        self.stay, self.alias = alias_table(masses_of(masses))
        self.out = np.empty(draws, np.int32)

    def __call__(self):
        draw_aliases(self.stay, self.alias, self.rng, self.out)
        return self.out


def masses_of(size):
    weights = np.random.default_rng(0).random(size)
    return weights / weights.sum()


def alias_table(p):
    size = len(p)
    stay, alias = p * size, np.arange(size)
    small = [i for i in range(size) if stay[i] < 1]
    large = [i for i in range(size) if stay[i] >= 1]
    while small and large:
        poor, rich = small.pop(), large[-1]
        alias[poor] = rich
        stay[rich] -= 1 - stay[poor]
        if stay[rich] < 1:
            small.append(large.pop())
    stay[small + large] = 1
    return stay, alias.astype(np.int32)


@numba.njit
def draw_aliases(stay, alias, rng, out):
    size = len(stay)
    for i in range(len(out)):
        scaled = rng.random() * size
        column = int(scaled)
        out[i] = column if scaled - column < stay[column] else alias[column]


class Replication:
    """One run of SFT on best-of-N responses, on the hard family: the most frequent response to each hard prompt."""

    def __init__(self, prompts, responses, hardMass, n, N):
        self.rng = np.random.default_rng(1)
        self.d, self.M, self.n, self.N = prompts, responses, n, N
        self.mu = np.r_[1 - hardMass, np.full(prompts, hardMass / prompts)]
        self.cumulative = np.cumsum(self.mu)
        self.hidden = self.rng.integers(0, responses, prompts)
        # The hidden response has mass a, or s as the best of N; all others share the rest.
        self.a = 2 / responses
        self.s = -np.expm1(N * np.log1p(-self.a))
        self.P = np.full((prompts, responses), (1 - self.s) / (responses - 1))
        self.P[np.arange(prompts), self.hidden] = self.s

    def invert(self, u, hidden, mass):
        """The response that a uniform number stands for, where the hidden one has that mass."""
        other = ((u - mass) * ((self.M - 1) / (1 - mass))).astype(np.int64)
        other += other >= hidden
        return np.where(u < mass, hidden, other)

    def most_frequent(self, prompts, responses):
        pairs = np.bincount(prompts * self.M + responses, minlength=self.d * self.M)
        return pairs.reshape(self.d, self.M).argmax(1)


class Counts(Replication):
    """As multinomial counts."""

    def __call__(self):
        counts = self.rng.multinomial(self.n, self.mu)
        return self.rng.multinomial(counts[1:], self.P).argmax(1)


class Responses(Replication):
    """One uniform number a prompt, and one a best-of-N response."""

    def __call__(self):
        x = np.searchsorted(self.cumulative, self.rng.random(self.n), side="right")
        x = x[x > 0] - 1
        y = self.invert(self.rng.random(len(x)), self.hidden[x], self.s)
        return self.most_frequent(x, y)


class Draws(Replication):
    """All n N draws of the base policy: the hidden response wherever it was drawn, else the first of the ties."""

    def __call__(self):
        x = np.searchsorted(self.cumulative, self.rng.random(self.n), side="right")
        hard = np.flatnonzero(x)
        # Prompts run along the rows: to reduce over the first axis is vectorised.
        u = self.rng.random((self.N, self.n))
        drawn = (u < self.a).any(0)[hard]
        return self.best(x[hard] - 1, u[0, hard], drawn)

    def best(self, x, first, drawn):
        hidden = self.hidden[x]
        return self.most_frequent(x, np.where(drawn, hidden, self.invert(first, hidden, self.a)))


class HardDraws(Draws):
    """The draws at hard prompts only, prompts as counts: what only one who knows the easy prompt can leave out."""

    def __call__(self):
        counts = self.rng.multinomial(self.n, self.mu)
        x = np.repeat(np.arange(self.d), counts[1:])
        u = self.rng.random((self.N, len(x)))
        return self.best(x, u[0], (u < self.a).any(0))


class HardResponses(Replication):
    """One uniform number a best-of-N response at hard prompts only, prompts as counts: knows the family."""

    def __call__(self):
        counts = self.rng.multinomial(self.n, self.mu)
        x = np.repeat(np.arange(self.d), counts[1:])
        y = self.invert(self.rng.random(len(x)), self.hidden[x], self.s)
        return self.most_frequent(x, y)


PEERS = {
    "choice": Choice,
    "numbaAlias": NumbaAlias,
    "counts": Counts,
    "responses": Responses,
    "draws": Draws,
    "hardDraws": HardDraws,
    "hardResponses": HardResponses,
}


def main():
    made = {}
    print(json.dumps({"numpy": np.__version__, "numba": numba.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        name, args = request["name"], request["args"]
        key = json.dumps([name, args], sort_keys=True)
        if key not in made:
            made[key] = PEERS[name](**args)
        call = made[key]
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            call()
        print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


main()
