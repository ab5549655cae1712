"""Writes the weights of a GGUF file as a Hugging Face directory, for engines that read nothing else.

    python gguf_to_safetensors.py MODEL.gguf DIRECTORY [--dtype float32|bfloat16]

DIRECTORY gets config.json, model.safetensors, tokenizer.json, tokenizer_config.json and a README.md (Jlama copies one).
The weights are the dequantised ones: the same numbers the quantised engines compute with, so answers stay comparable.
Families: llama and qwen2, byte-level BPE only.
"""

import argparse
import json
import pathlib

import gguf
import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

OUTER = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
CLASSES = {"llama": "LlamaForCausalLM", "qwen2": "Qwen2ForCausalLM"}

QWEN2_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# Digits one by one, then the words of GPT-2: as one pattern, which engines that know few pre-tokenizers read as well.
SMOLLM_WORDS = (
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?=\p{N})|\s+(?!\S)|\s+"
)
WORDS = {"smollm": SMOLLM_WORDS, "qwen2": QWEN2_WORDS}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", type=pathlib.Path)
    arguments.add_argument("directory", type=pathlib.Path)
    arguments.add_argument("--dtype", choices=["float32", "bfloat16"], default="float32")
    options = arguments.parse_args()
    reader = gguf.GGUFReader(options.model)
    facts = {key: field.contents() for key, field in reader.fields.items()}
    family = facts["general.architecture"]
    if family not in CLASSES:
        raise SystemExit(f"{options.model.name} is of family {family}, expected one of {', '.join(CLASSES)}")
    options.directory.mkdir(parents=True, exist_ok=True)
    weights = dict(weight(tensor, facts, getattr(torch, options.dtype)) for tensor in reader.tensors)
    config = configuration(facts, weights, options.dtype)
    write(options.directory / "config.json", config)
    save_file(weights, options.directory / "model.safetensors", metadata={"format": "pt"})
    tokenizer(facts).save(str(options.directory / "tokenizer.json"))
    tokens = facts["tokenizer.ggml.tokens"]
    write(
        options.directory / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": config["max_position_embeddings"],
            "eos_token": tokens[config["eos_token_id"]],
            "pad_token": tokens[facts["tokenizer.ggml.padding_token_id"]],
        },
    )
    about = f"Written from {options.model.name}: its weights, dequantised to {options.dtype}.\n"
    (options.directory / "README.md").write_text(f"# {facts['general.name']}\n\n{about}", encoding="utf-8")
    print(f"{options.directory}: {family}, {len(weights)} tensors, {options.dtype}")


def weight(tensor, facts, dtype):
    values = torch.from_numpy(gguf.quants.dequantize(tensor.data, tensor.tensor_type).copy())
    parts = tensor.name.split(".")
    if parts[0] != "blk":
        return f"{OUTER[parts[0]]}.{parts[1]}", values.to(dtype)
    _, layer, name, kind = parts
    if facts["general.architecture"] == "llama" and name in ("attn_q", "attn_k"):
        values = halves(values, heads(facts, name))
    return f"model.layers.{layer}.{LAYER[name]}.{kind}", values.to(dtype).contiguous()


def heads(facts, name):
    return facts["llama.attention.head_count" + ("_kv" if name == "attn_k" else "")]


def halves(values, heads):
    """GGUF keeps the two numbers that a rotation turns side by side; Hugging Face keeps them half a head apart."""
    pairs = values.reshape(heads, values.shape[0] // heads // 2, 2, *values.shape[1:])
    return pairs.swapaxes(1, 2).reshape(values.shape)


def configuration(facts, weights, dtype):
    family = facts["general.architecture"]
    of = lambda key: facts[f"{family}.{key}"]
    return {
        "architectures": [CLASSES[family]],
        "model_type": family,
        "hidden_size": of("embedding_length"),
        "intermediate_size": of("feed_forward_length"),
        "num_hidden_layers": of("block_count"),
        "num_attention_heads": of("attention.head_count"),
        "num_key_value_heads": of("attention.head_count_kv"),
        "max_position_embeddings": of("context_length"),
        "rms_norm_eps": of("attention.layer_norm_rms_epsilon"),
        "rope_theta": of("rope.freq_base"),
        "vocab_size": weights["model.embed_tokens.weight"].shape[0],
        "tie_word_embeddings": "lm_head.weight" not in weights,
        "hidden_act": "silu",
        "bos_token_id": facts["tokenizer.ggml.bos_token_id"],
        "eos_token_id": facts["tokenizer.ggml.eos_token_id"],
        "torch_dtype": dtype,
    }


def tokenizer(facts):
    if facts["tokenizer.ggml.model"] != "gpt2" or facts["tokenizer.ggml.pre"] not in WORDS:
        raise SystemExit(
            f"tokenizer is {facts['tokenizer.ggml.model']}/{facts['tokenizer.ggml.pre']}, "
            f"expected gpt2 with one of {', '.join(WORDS)}"
        )
    tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ", 1)) for merge in facts["tokenizer.ggml.merges"]]
    made = Tokenizer(models.BPE({token: id for id, token in enumerate(tokens)}, merges))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS[facts["tokenizer.ggml.pre"]]), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    control = {gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED}
    made.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token, kind in zip(tokens, kinds) if kind in control]
    )
    return made


def write(path, content):
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
