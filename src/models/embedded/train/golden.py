"""Log-probabilities of given responses, token by token, in double precision on the weights as they are in the file.

    python golden.py ../embedded.gguf ../../../../test/reference/embeddedLogProbabilities.json

For the first held-out prompt of each form: the most likely response, the greedy one, a wrong guess, and nonsense.
"""

import json
import sys
from pathlib import Path

import torch

from evaluate import greedy
from gguf_file import read
from model import Llama
from search import search
from task import FORMS, Prompt, held_out
from vocabulary import BEGIN, END, decode, encode


@torch.inference_mode()
def log_probabilities(model: Llama, prompt: Prompt, response: tuple[int, ...]) -> list[float]:
    """Nats, one a token of the response, its end token included."""
    asked = [BEGIN, *encode(prompt.text)]
    laws = model(torch.tensor([[*asked, *response[:-1]]]))[0, len(asked) - 1 :].log_softmax(-1)
    return [law[token].item() for law, token in zip(laws, response)]


def main(file: Path, out: Path) -> None:
    model = read(file)
    prompts = [next(prompt for prompt in held_out() if prompt.form == form) for form in FORMS]
    tops = [each.best()[1] for each in search(model, [prompt.text for prompt in prompts])]
    chains = greedy(model, prompts)
    model.double()
    rows = []
    for prompt, top, chain in zip(prompts, tops, chains):
        responses = dict.fromkeys([top, chain, (*encode(f"={prompt.value + 1}"), END)], "its own")
        responses[(*encode("2+2=5,xx;="), END)] = "nonsense"
        for response, kind in responses.items():
            values = [round(value, 9) for value in log_probabilities(model, prompt, response)]
            row = {"prompt": prompt.text, "kind": kind, "response": decode(response)}
            rows.append(row | {"tokens": response, "logProbabilities": values})
    generator = "src/models/embedded/train/golden.py: PyTorch, double precision, f16 weights; nats, the end token last"
    out.write_text(json.dumps({"generator": generator, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
