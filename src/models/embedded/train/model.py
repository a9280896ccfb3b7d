"""A Llama: RMS norms, rotary positions, gated feed-forward layers, no biases, output not tied to the embedding.

Tensors have the names and the layout of GGUF, so that exporting is writing them down. Rotary pairs are neighbours, as
in llama.cpp; no permutation of queries and keys is needed.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, rms_norm, scaled_dot_product_attention, silu

from vocabulary import TOKENS


@dataclass(frozen=True)
class Shape:
    width: int = 128
    layers: int = 4
    heads: int = 4
    feed_forward: int = 352
    context: int = 256
    rope_base: float = 1e4
    norm_epsilon: float = 1e-5
    vocabulary: int = len(TOKENS)

    @property
    def head_size(self) -> int:
        return self.width // self.heads


class Llama(nn.Module):
    def __init__(self, shape: Shape = Shape()) -> None:
        super().__init__()
        self.shape = shape
        width, wide = shape.width, shape.feed_forward
        matrices = {"token_embd": (shape.vocabulary, width), "output": (shape.vocabulary, width)}
        norms = ["output_norm"]
        for i in range(shape.layers):
            square = {f"blk.{i}.attn_{name}": (width, width) for name in ("q", "k", "v", "output")}
            gated = {f"blk.{i}.ffn_gate": (wide, width), f"blk.{i}.ffn_up": (wide, width)}
            matrices |= square | gated | {f"blk.{i}.ffn_down": (width, wide)}
            norms += [f"blk.{i}.attn_norm", f"blk.{i}.ffn_norm"]
        residual = ("attn_output", "ffn_down")
        self.weights = nn.ParameterDict()
        for name, size in matrices.items():
            spread = 0.02 / (2 * shape.layers) ** 0.5 if name.endswith(residual) else 0.02
            self.weights[name.replace(".", "/")] = nn.Parameter(torch.randn(size) * spread)
        for name in norms:
            self.weights[name.replace(".", "/")] = nn.Parameter(torch.ones(width))
        angles = torch.outer(
            torch.arange(shape.context), shape.rope_base ** (-torch.arange(0, shape.head_size, 2) / shape.head_size)
        )
        self.register_buffer("cosines", angles.cos(), persistent=False)
        self.register_buffer("sines", angles.sin(), persistent=False)

    def tensors(self) -> dict[str, Tensor]:
        """The weights by their GGUF names, without the `.weight` at the end."""
        return {name.replace("/", "."): weight.detach() for name, weight in self.weights.items()}

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits of the next token after each place; `tokens` has shape (batch, length)."""
        w, shape = self.weights, self.shape
        batch, length = tokens.shape
        norm = lambda x, name: rms_norm(x, (shape.width,), w[name], shape.norm_epsilon)
        split = lambda x: x.view(batch, length, shape.heads, shape.head_size).transpose(1, 2)
        x = w["token_embd"][tokens]
        for i in range(shape.layers):
            h = norm(x, f"blk/{i}/attn_norm")
            q, k, v = (split(linear(h, w[f"blk/{i}/attn_{name}"])) for name in "qkv")
            mixed = scaled_dot_product_attention(self._rotate(q), self._rotate(k), v, is_causal=True)
            x = x + linear(mixed.transpose(1, 2).reshape(batch, length, -1), w[f"blk/{i}/attn_output"])
            h = norm(x, f"blk/{i}/ffn_norm")
            gate, up = linear(h, w[f"blk/{i}/ffn_gate"]), linear(h, w[f"blk/{i}/ffn_up"])
            x = x + linear(silu(gate) * up, w[f"blk/{i}/ffn_down"])
        return linear(norm(x, "output_norm"), w["output"])

    def _rotate(self, x: Tensor) -> Tensor:
        cosines, sines = self.cosines[: x.shape[2]], self.sines[: x.shape[2]]
        even, odd = x[..., 0::2], x[..., 1::2]
        return torch.stack((even * cosines - odd * sines, even * sines + odd * cosines), -1).flatten(-2)
