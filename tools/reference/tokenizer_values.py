"""A small byte-level BPE tokenizer with the layout of OPT's (</s> = 2 before every text), trained and applied by Hugging
Face's tokenizers, for packages/models/test/fixtures/tokenizer: `tokenizer.json`, the same as `vocab.json` and
`merges.txt`, and the tokens of many texts.

    pip install tokenizers==0.23.2
    python3 tools/reference/tokenizer_values.py
"""

import json
import random
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packages/models/test/fixtures/tokenizer"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
CORPUS = [(ROOT / name).read_text() for name in ("README.md", "docs/vocabulary.md", "CONTRIBUTING.md")]


def trained():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="</s> $A", special_tokens=[("</s>", 2)])
    return tokenizer


def texts():
    generator = random.Random(20261122)
    fixed = [
        "", " ", "  ", "\n", "\r\n", "a\r\n\r\n\tb", "Hello, world", " the model is trained ", "it's we've they'LL I'm",
        "don't  stop", "1234567890 12.5e-3", "€100 – “quoted” — dash…", "naïve café", "e\u0301 vs é", "漢字かな交じり文", "Привет, мир",
        "שלום", "नमस्ते", "😀😃👩‍👩‍👧‍👦 🇫🇷", "\u0000\u0001\u001f\u007f", "\u00a0\u2003\u2028\u3000x", "\ufeffbom", "</s>", "<s>a</s>b<pad>",
        "< /s> </s > <unk>", "Ġ Ċ Â", "aaaa" * 20, "x" * 300, "\U0001f600" * 5, "\u200d\ufe0f", "tab\tend ", "a  b   c    d",
        " = Homarus gammarus = \n", " @-@ ", "\ud7ff\ue000\ufffd\U0010ffff", "ｆｕｌｌ ｗｉｄｔｈ ①②③ ⅷ ½",
    ]
    ranges = [(0x20, 0x7E), (0x00, 0xFF), (0x100, 0x24F), (0x370, 0x5FF), (0x2000, 0x2BFF), (0x4E00, 0x4FFF), (0x1F300, 0x1FAFF)]
    words = " ".join(CORPUS).split(" ")
    for _ in range(60):
        size = generator.randrange(1, 12)
        fixed.append("".join(chr(generator.randint(*generator.choice(ranges))) for _ in range(size)))
    for _ in range(24):
        fixed.append(" ".join(generator.choice(words) for _ in range(8)))
    return fixed


def write(name, value):
    (FOLDER / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    tokenizer = trained()
    told = json.loads(tokenizer.to_str())
    write("tokenizer.json", told)
    write("vocab.json", told["model"]["vocab"])
    (FOLDER / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in told["model"]["merges"]))
    # As facebook/opt-125m has them.
    special = {"bos_token": "</s>", "eos_token": "</s>", "unk_token": "</s>", "pad_token": "<pad>"}
    write("special_tokens_map.json", {name: {"content": token, "lstrip": False} for name, token in special.items()} | {"bos_token": "</s>"})
    write("tokenizer_config.json", {"add_bos_token": True, "add_prefix_space": False, "tokenizer_class": "GPT2Tokenizer", **special})
    cases = [[text, tokenizer.encode(text, add_special_tokens=False).ids] for text in texts()]
    write("values.json", {"source": f"tools/reference/tokenizer_values.py, tokenizers {tokenizers.__version__}", "texts": cases})


if __name__ == "__main__":
    main()
