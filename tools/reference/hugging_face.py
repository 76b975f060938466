"""OPT models as folders of Hugging Face, by a writer, a reader and a forward pass of their own: what packages/models
loads and saves is compared with them. Needs PyTorch alone.

    hugging_face.py fixture                      the small models of packages/models/test/fixtures/opt, with their logits
    hugging_face.py write FOLDER [--size small|125m] [--format F32|F16|BF16] [--shards N] [--seed S]
                                                 a randomly initialised model
    hugging_face.py logits FOLDER TOKEN ...      logits of every position, as JSON; --float64: in double precision
    hugging_face.py transformers FOLDER TOKEN ...  the same by Hugging Face's own code, where it is installed

Architecture: Zhang et al. 2022, arXiv 2205.01068; names of tensors as in Hugging Face's modeling_opt.py.
"""

import argparse
import json
import math
import struct
from pathlib import Path

import torch
import torch.nn.functional as F

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "packages/models/test/fixtures/opt"
FORMATS = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
SIZES = {
    "small": dict(vocab_size=11, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, ffn_dim=12,
                  max_position_embeddings=10),
    "125m": dict(vocab_size=50272, hidden_size=768, num_hidden_layers=12, num_attention_heads=12, ffn_dim=3072,
                 max_position_embeddings=2048),
}


def config_of(size):
    sizes = SIZES[size]
    return {
        "model_type": "opt", "architectures": ["OPTForCausalLM"], **sizes,
        "word_embed_proj_dim": sizes["hidden_size"], "do_layer_norm_before": True, "activation_function": "relu",
        "dropout": 0.1, "attention_dropout": 0.0, "bos_token_id": 2, "eos_token_id": 2, "pad_token_id": 1,
    }


def shapes_of(config):
    d, h = config["hidden_size"], config["ffn_dim"]
    shapes = {
        "embed_tokens.weight": (config["vocab_size"], d),
        "embed_positions.weight": (config["max_position_embeddings"] + 2, d),
        "final_layer_norm.weight": (d,), "final_layer_norm.bias": (d,),
    }
    for layer in range(config["num_hidden_layers"]):
        linear = {f"self_attn.{name}": (d, d) for name in ("q_proj", "k_proj", "v_proj", "out_proj")}
        linear |= {"fc1": (h, d), "fc2": (d, h)}
        for name, shape in linear.items():
            shapes[f"layers.{layer}.{name}.weight"] = shape
            shapes[f"layers.{layer}.{name}.bias"] = shape[:1]
        for name in ("self_attn_layer_norm", "final_layer_norm"):
            shapes[f"layers.{layer}.{name}.weight"] = (d,)
            shapes[f"layers.{layer}.{name}.bias"] = (d,)
    return shapes


def random_tensors(config, seed, scale):
    """Normal weights; norms near 1; no bias is zero, so that one that is forgotten shows."""
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for name, shape in shapes_of(config).items():
        noise = scale * torch.randn(shape, generator=generator)
        tensors[f"model.decoder.{name}"] = noise + 1 if name.endswith("layer_norm.weight") else noise
    return tensors


def write_safetensors(path, tensors, dtype):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * (4 if dtype == "F32" else 2)
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.to(FORMATS[dtype]).contiguous().view(torch.int16 if dtype != "F32" else torch.int32).numpy().tobytes())


def read_safetensors(path):
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        numbers = torch.frombuffer(bytearray(content[begin:end]), dtype=FORMATS[entry["dtype"]])
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def read_folder(folder):
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text())
    index = folder / "model.safetensors.index.json"
    shards = sorted(set(json.loads(index.read_text())["weight_map"].values())) if index.exists() else ["model.safetensors"]
    tensors = {}
    for shard in shards:
        tensors |= read_safetensors(folder / shard)
    return config, tensors


def write_folder(folder, size, dtype="F32", shards=1, seed=1, scale=0.02, prefix="model.decoder.", head=False):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    config = config_of(size)
    tensors = {prefix + name.removeprefix("model.decoder."): tensor
               for name, tensor in random_tensors(config, seed, scale).items()}
    if head:
        tensors["lm_head.weight"] = tensors[prefix + "embed_tokens.weight"]
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    names = list(tensors)
    if shards == 1:
        return write_safetensors(folder / "model.safetensors", tensors, dtype)
    index = {"metadata": {}, "weight_map": {}}
    for i in range(shards):
        file = f"model-{i + 1:05}-of-{shards:05}.safetensors"
        part = names[i * len(names) // shards : (i + 1) * len(names) // shards]
        write_safetensors(folder / file, {name: tensors[name] for name in part}, dtype)
        index["weight_map"] |= {name: file for name in part}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def logits_of(config, tensors, tokens, dtype=torch.float32):
    """Logits (t, k) of t tokens: layer norms before attention and feed-forward layers, positions from row 2 on."""
    d, heads = config["hidden_size"], config["num_attention_heads"]
    embedding = next(name for name in tensors if name.endswith("embed_tokens.weight"))
    prefix = embedding.removesuffix("embed_tokens.weight")

    def get(name):
        return tensors[prefix + name].to(dtype)

    def linear(x, name):
        return x @ get(f"{name}.weight").T + get(f"{name}.bias")

    def norm(x, name):
        return F.layer_norm(x, (d,), get(f"{name}.weight"), get(f"{name}.bias"), 1e-5)

    t = len(tokens)
    causal = torch.full((t, t), -math.inf, dtype=dtype).triu(1)
    x = get("embed_tokens.weight")[torch.tensor(tokens)] + get("embed_positions.weight")[2 : t + 2]
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}."
        y = norm(x, at + "self_attn_layer_norm")
        q, k, v = (linear(y, f"{at}self_attn.{name}_proj").reshape(t, heads, d // heads).transpose(0, 1)
                   for name in "qkv")
        weights = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(d // heads) + causal, -1)
        x = x + linear((weights @ v).transpose(0, 1).reshape(t, d), at + "self_attn.out_proj")
        x = x + linear(torch.relu(linear(norm(x, at + "final_layer_norm"), at + "fc1")), at + "fc2")
    return norm(x, "final_layer_norm") @ get("embed_tokens.weight").T


def logits_of_transformers(folder, tokens):
    from transformers import AutoModelForCausalLM

    model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    wrong = {what: names for what, names in info.items() if names}
    assert not wrong, wrong
    with torch.no_grad():
        return model.eval()(torch.tensor([tokens])).logits[0]


PROMPT = [2, 4, 10, 0, 7, 7, 3]
LAYOUTS = {
    "f32": dict(dtype="F32"),
    "f16": dict(dtype="F16", prefix="decoder."),
    "bf16-sharded": dict(dtype="BF16", shards=2, head=True),
}


def fixture():
    """Three layouts of one small model, and the logits of each in double precision."""
    logits = {}
    for name, layout in LAYOUTS.items():
        write_folder(FIXTURES / name, "small", scale=0.3, seed=20261122, **layout)
        config, tensors = read_folder(FIXTURES / name)
        values = logits_of(config, tensors, PROMPT, torch.float64)
        logits[name] = [[float(f"{value:.10g}") for value in row] for row in values.tolist()]
    told = {"source": "tools/reference/hugging_face.py fixture", "prompt": PROMPT, "logits": logits}
    (FIXTURES / "logits.json").write_text(json.dumps(told, separators=(",", ":")) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["fixture", "write", "logits", "transformers"])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("tokens", nargs="*", type=int)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--format", choices=FORMATS, default="F32")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--float64", action="store_true")
    options = parser.parse_args()
    if options.command == "fixture":
        fixture()
    elif options.command == "write":
        write_folder(options.folder, options.size, options.format, options.shards, options.seed)
    elif options.command == "logits":
        dtype = torch.float64 if options.float64 else torch.float32
        print(json.dumps(logits_of(*read_folder(options.folder), options.tokens, dtype).tolist()))
    else:
        print(json.dumps(logits_of_transformers(options.folder, options.tokens).tolist()))


if __name__ == "__main__":
    main()
