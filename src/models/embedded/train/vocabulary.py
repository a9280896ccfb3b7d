"""One token a character: what the model reads and writes."""

from collections.abc import Sequence

SPECIAL = ("<s>", "</s>", "<pad>")
CHARACTERS = "0123456789+-*x=,;:"
# Nothing uses these: llama.cpp complains where there is no newline, which is written so, and tokenizers of GGUF files ask
# for at least one merge of two tokens, with its result.
UNUSED = ("a", "Ċ", "aĊ")
TOKENS = (*SPECIAL, *CHARACTERS, *UNUSED)

BEGIN, END, PAD = range(3)
_ID = {token: number for number, token in enumerate(TOKENS)}


def encode(text: str) -> list[int]:
    """The tokens of a text; a character outside the vocabulary is a KeyError."""
    return [_ID[character] for character in text]


def decode(tokens: Sequence[int]) -> str:
    """The text of tokens, without the special ones."""
    return "".join(TOKENS[token] for token in tokens if token >= len(SPECIAL))
