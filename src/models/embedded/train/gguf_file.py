"""The model as a GGUF file, f16.

    python gguf_file.py FOLDER/model.pt embedded.gguf
"""

import sys
from pathlib import Path

import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, LlamaFileType, TokenType

from model import Llama
from vocabulary import BEGIN, END, PAD, SPECIAL, TOKENS, UNUSED


def write(model: Llama, path: Path) -> None:
    """Writes matrices in f16 and norms in f32, as llama.cpp does."""
    shape = model.shape
    writer = GGUFWriter(path, "llama")
    writer.add_name("whetstone embedded")
    writer.add_description("Arithmetic with derivations; un-sharp on purpose. See card.md beside the file.")
    writer.add_license("apache-2.0")
    writer.add_file_type(LlamaFileType.MOSTLY_F16)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.head_size)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)

    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(list(TOKENS))
    writer.add_token_types([TokenType.CONTROL if token in SPECIAL else TokenType.NORMAL for token in TOKENS])
    writer.add_token_merges([" ".join(UNUSED[:2])])
    writer.add_bos_token_id(BEGIN)
    writer.add_eos_token_id(END)
    writer.add_pad_token_id(PAD)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)

    for name, tensor in model.tensors().items():
        kind = np.float16 if tensor.dim() > 1 else np.float32
        writer.add_tensor(f"{name}.weight", tensor.numpy().astype(kind))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read(path: Path) -> Llama:
    """The model with the weights as they are in the file, rounded to f16."""
    model = Llama()
    weights = model.tensors()
    for tensor in GGUFReader(path).tensors:
        if tensor.tensor_type not in (GGMLQuantizationType.F16, GGMLQuantizationType.F32):
            raise ValueError(f"{path}: {tensor.name} is {tensor.tensor_type.name}, not F16 or F32")
        # The reader gives the numbers in the order of PyTorch, as they were written.
        weights.pop(tensor.name.removesuffix(".weight")).copy_(torch.from_numpy(tensor.data.astype(np.float32)))
    if weights:
        raise ValueError(f"{path}: has no {', '.join(weights)}")
    return model.eval()


if __name__ == "__main__":
    trained, file = map(Path, sys.argv[1:])
    llama = Llama()
    llama.load_state_dict(torch.load(trained))
    write(llama, file)
