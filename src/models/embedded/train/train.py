"""Trains the embedded model from scratch.

    python train.py --out FOLDER [--steps 4000] [--seed 1] [--resume]

Writes FOLDER/checkpoint.pt as it goes, from which `--resume` goes on with the same data and the same weights, and
FOLDER/model.pt at the end. On one machine the same seed and steps give the same model.
"""

import argparse
import math
import random
import time
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

from model import Llama
from task import FORMS, TRAINING_SHARES, training_prompts
from vocabulary import BEGIN, END, PAD, encode
from writers import respond, sampler

STEPS = 4000
SEED = 1
BATCH = 128
# Guesses are a third as long as derivations: apart from them, they cost no padding.
SHORTEST = 48
PEAK_RATE = 2e-3
WARM_UP = 100
CHECKPOINT_EVERY = 250


def learning_rate(step: int, steps: int) -> float:
    """A linear warm-up, then a cosine down to a hundredth of the peak."""
    warm = min(WARM_UP, steps // 10 + 1)
    if step < warm:
        return PEAK_RATE * (step + 1) / warm
    return PEAK_RATE * (0.01 + 0.99 * (1 + math.cos(math.pi * (step - warm) / max(steps - warm, 1))) / 2)


def batch(seed: int, step: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Fresh prompts and responses, the short ones apart; the data of a step depend on the seed and the step alone."""
    generator = random.Random(f"{seed}/{step}")
    pick = sampler(generator)
    rows = []
    for _ in range(BATCH):
        form = generator.choices(FORMS, [TRAINING_SHARES[form] for form in FORMS])[0]
        prompt = generator.choice(training_prompts(form))
        rows.append((encode(prompt.text), encode(respond(prompt, pick))))
    rows.sort(key=lambda row: len(row[0]) + len(row[1]))
    return [padded(rows[:SHORTEST]), padded(rows[SHORTEST:])]


def padded(rows: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs and targets of prompts with their responses; a place with a negative target is not learnt."""
    length = max(len(asked) + len(answered) for asked, answered in rows) + 1
    inputs = torch.full((len(rows), length), PAD)
    targets = torch.full((len(rows), length), -100)
    for i, (asked, answered) in enumerate(rows):
        inputs[i, : len(asked) + len(answered) + 1] = torch.tensor([BEGIN, *asked, *answered])
        targets[i, len(asked) : len(asked) + len(answered) + 1] = torch.tensor([*answered, END])
    return inputs, targets


def train(out: Path, steps: int, seed: int, resume: bool) -> Llama:
    # One thread: on so small a model two wait for each other, most of all beside other work.
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = Llama()
    decayed = [weight for weight in model.parameters() if weight.dim() > 1]
    norms = [weight for weight in model.parameters() if weight.dim() == 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": norms, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    checkpoint = out / "checkpoint.pt"
    first = 0
    if resume:
        state = torch.load(checkpoint)
        if (state["seed"], state["steps"]) != (seed, steps):
            raise SystemExit(f"train: {checkpoint} is of seed {state['seed']} and {state['steps']} steps; give these")
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        first = state["done"]
    print(f"{sum(weight.numel() for weight in model.parameters())} parameters, seed {seed}, {steps} steps", flush=True)

    started, recent = time.monotonic(), 0.0
    for step in range(first, steps):
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, steps)
        parts = batch(seed, step)
        learnt = sum(int((targets >= 0).sum()) for _, targets in parts)
        optimiser.zero_grad()
        mean = 0.0
        for inputs, targets in parts:
            logits = model(inputs).flatten(0, 1)
            loss = cross_entropy(logits, targets.flatten(), reduction="sum") / learnt
            loss.backward()
            mean += loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        recent = mean if step == first else 0.98 * recent + 0.02 * mean
        done = step + 1
        if done % 50 == 0 or done == steps:
            left = (time.monotonic() - started) / (done - first) * (steps - done)
            print(f"step {done}/{steps}  loss {recent:.4f} nats a token  {left / 60:.1f} min left", flush=True)
        if done % CHECKPOINT_EVERY == 0 and done < steps:
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(state | {"done": done, "seed": seed, "steps": steps}, checkpoint)
    torch.save(model.state_dict(), out / "model.pt")
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    train(**vars(options))
