"""The figures of the card, on the held-out list and the weights as they are in the file.

    python evaluate.py ../embedded.gguf figures.json [--prompts 640] [--expansions 400] [--samples 50]

Every prompt is searched for its most likely response, listed from the top down by `--expansions`, which brackets the law
of best-of-N without sampling, and sampled.
"""

import argparse
import json
import math
from pathlib import Path
from statistics import mean, median, stdev

import torch

from gguf_file import read
from model import Llama
from search import LONGEST, TOGETHER, next_laws, search
from task import FORMS, MISLEADING, Prompt, held_out
from vocabulary import BEGIN, END, PAD, decode, encode

DRAWS = (1, 2, 5, 10, 25, 50)
QUANTILE = 1.96


def correct(prompt: Prompt, tokens: tuple[int, ...]) -> bool:
    """Whether a response ended and what follows its last `=` is the value of the prompt."""
    text = decode(tokens)
    return tokens[-1] == END and "=" in text and text.rsplit("=", 1)[1] == str(prompt.value)


def share(values: list[float]) -> dict[str, float]:
    """The mean of numbers in [0, 1], one a prompt, with Wilson's 95 % interval over prompts."""
    n, p = len(values), mean(values)
    centre = (p + QUANTILE**2 / (2 * n)) / (1 + QUANTILE**2 / n)
    half = QUANTILE / (1 + QUANTILE**2 / n) * math.sqrt(p * (1 - p) / n + QUANTILE**2 / (4 * n * n))
    return {"mean": round(p, 4), "low": round(max(centre - half, 0.0), 4), "high": round(min(centre + half, 1.0), 4)}


def average(values: list[float]) -> dict[str, float | None]:
    """The mean of any numbers, one a prompt, with the normal 95 % interval over prompts, where there are two or more."""
    centre = mean(values)
    if len(values) < 2:
        return {"mean": round(centre, 3), "low": None, "high": None}
    half = QUANTILE * stdev(values) / math.sqrt(len(values))
    return {"mean": round(centre, 3), "low": round(centre - half, 3), "high": round(centre + half, 3)}


def greedy(model: Llama, prompts: list[Prompt]) -> list[tuple[int, ...]]:
    """The most likely token at each place, until the end token."""
    responses: list[tuple[int, ...]] = [() for _ in prompts]
    going = list(range(len(prompts)))
    for _ in range(LONGEST + 1):
        for start in range(0, len(going), 256):
            part = going[start : start + 256]
            for i, law in zip(part, next_laws(model, [(prompts[i].text, responses[i]) for i in part])):
                responses[i] += (law.index(max(law)),)
        going = [i for i in going if responses[i][-1] != END]
    return responses


@torch.inference_mode()
def sample(model: Llama, prompt: Prompt, count: int, generator: torch.Generator) -> list[tuple[float, tuple[int, ...]]]:
    """Independent responses at temperature 1, with their log-likelihoods, nats."""
    asked = [BEGIN, *encode(prompt.text)]
    tokens = torch.tensor([asked] * count)
    log_likelihoods = torch.zeros(count, dtype=torch.float64)
    ended = torch.zeros(count, dtype=torch.bool)
    while not ended.all() and tokens.shape[1] < len(asked) + LONGEST + 1:
        law = model(tokens)[:, -1].double().log_softmax(-1)
        drawn = torch.multinomial(law.exp(), 1, generator=generator).squeeze(1)
        drawn[ended] = PAD
        log_likelihoods += torch.where(ended, 0.0, law.gather(1, drawn[:, None]).squeeze(1))
        ended |= drawn == END
        tokens = torch.cat([tokens, drawn[:, None]], 1)
    rows = [tuple(token for token in row if token != PAD) for row in tokens[:, len(asked) :].tolist()]
    return list(zip(log_likelihoods.tolist(), rows))


def best_of(draws: int, responses: list[tuple[float, bool]]) -> float:
    """The probability that the heaviest of some of the responses, chosen at random, is right."""
    ordered = sorted(responses, key=lambda each: each[0])
    ways = math.comb(len(ordered), draws)
    return sum(math.comb(i, draws - 1) / ways for i, (_, right) in enumerate(ordered) if right)


def law_bracket(draws: int, listed: list[tuple[float, bool]]) -> tuple[float, float]:
    """Between which numbers the accuracy of best-of-N lies, where only the top of the law is listed."""
    rest, right_mass = 1.0, 0.0
    for log_mass, right in listed:
        left = max(rest - math.exp(log_mass), 0.0)
        right_mass += (rest**draws - left**draws) if right else 0.0
        rest = left
    return right_mass, right_mass + rest**draws


def evaluate(model: Llama, count: int, expansions: int, samples: int) -> dict:
    prompts = list(held_out()[:count])
    marked = lambda prompt, responses: [(log_mass, correct(prompt, tokens)) for log_mass, tokens in responses]
    chains = greedy(model, prompts)
    tops, needed, listed, sampled = [], [], [], []
    generator = torch.Generator().manual_seed(0)
    for start in range(0, count, TOGETHER):
        part = prompts[start : start + TOGETHER]
        texts = [prompt.text for prompt in part]
        for each in search(model, texts):
            tops.append(each.best())
            needed.append(each.expansions(tops[-1][0]))
        listed += [marked(prompt, each.certain()) for prompt, each in zip(part, search(model, texts, expansions))]
        sampled += [marked(prompt, sample(model, prompt, samples, generator)) for prompt in part]
        print(f"{len(sampled)} of {count} prompts", flush=True)

    def figures(forms: tuple[str, ...]) -> dict:
        those = [i for i, prompt in enumerate(prompts) if prompt.form in forms]
        brackets = {n: [law_bracket(n, listed[i]) for i in those] for n in DRAWS}
        logs = lambda right: [log for i in those for log, each in sampled[i] if each == right]
        average_log = lambda right: round(mean(logs(right)), 2) if logs(right) else None
        return {
            "prompts": len(those),
            "coverage": average([math.exp(-tops[i][0]) for i in those]),
            "mostLikelyIsRight": share([correct(prompts[i], tops[i][1]) for i in those]),
            "greedyIsRight": share([correct(prompts[i], chains[i]) for i in those]),
            "greedyIsMostLikely": share([chains[i] == tops[i][1] for i in those]),
            "massOfMostLikely": {
                "least": round(math.exp(min(tops[i][0] for i in those)), 4),
                "median": round(math.exp(median(tops[i][0] for i in those)), 4),
                "most": round(math.exp(max(tops[i][0] for i in those)), 4),
            },
            "expansions": {"median": median(needed[i] for i in those), "most": max(needed[i] for i in those)},
            "listedMass": round(mean(sum(math.exp(log) for log, _ in listed[i]) for i in those), 4),
            "bestOfNIsRight": {
                n: {
                    "atLeast": round(mean(low for low, _ in brackets[n]), 4),
                    "atMost": round(mean(high for _, high in brackets[n]), 4),
                    "sampled": share([best_of(n, sampled[i]) for i in those]),
                }
                for n in DRAWS
                if n <= samples
            },
            "meanLogLikelihoodOfRight": average_log(True),
            "meanLogLikelihoodOfWrong": average_log(False),
        }

    forms = {form: figures((form,)) for form in FORMS if any(prompt.form == form for prompt in prompts)}
    faithful = tuple(form for form in FORMS if form != MISLEADING)
    return {"all": figures(FORMS), "all but the misleading form": figures(faithful), **forms}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--prompts", type=int, default=640)
    parser.add_argument("--expansions", type=int, default=400)
    parser.add_argument("--samples", type=int, default=50)
    options = parser.parse_args()
    torch.set_num_threads(1)
    result = evaluate(read(options.model), options.prompts, options.expansions, options.samples)
    settings = {name: getattr(options, name) for name in ("prompts", "expansions", "samples")}
    options.figures.write_text(json.dumps({"settings": settings, "figures": result}, indent=2) + "\n")
