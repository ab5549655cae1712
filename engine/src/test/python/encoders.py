"""Makes the golden encoders of src/test/resources/golden: tiny random models of each family with tokenizers of their own,
and the vectors transformers computes with them. golden/PROVENANCE.md says with which versions it was last run.

    python encoders.py DIRECTORY                    writes bert, roberta, mpnet below it
    python encoders.py DIRECTORY --real MODEL NAME  vectors of a real model's directory for the sentences below
"""

import json
import math
import pathlib
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (AutoModel, BertConfig, BertModel, MPNetConfig, MPNetModel, PreTrainedTokenizerFast,
                          RobertaConfig, RobertaModel)

TOKENS_MAX = 24
SIZES = dict(num_hidden_layers=2, hidden_size=32, num_attention_heads=4, intermediate_size=48, hidden_act="gelu")
TEXTS = [
    "fever",
    "no fever or cough",
    "The patient denies chest pain.",
    "",
    "Temp 38.5 C, HR 110/min",
    "naïve café 5 µg",
    "a [SEP] b </s> c",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "Fever",
]
STATES_OF = 5
SENTENCES = [
    "The patient denies chest pain.",
    "No chest pain.",
    "acute myocardial infarction",
    "heart attack",
    "Started on metformin 500 mg twice daily for type 2 diabetes.",
    "MRI of the lumbar spine showed a herniated disc at L4/L5.",
    "",
    "fever " * 400,
]


def pieces():
    """[PAD], [UNK], [CLS], [SEP], [MASK], then signs, digits, letters, continuations and a few words."""
    signs = list(".,/[]<>-%") + [str(d) for d in range(10)]
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    words = ["fever", "cough", "pain", "chest", "the", "no", "##er", "##es", "##ing", "patient"]
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + signs + letters + ["##" + c for c in letters] + words


def word_pieces(specials, unknown, first, last):
    """A WordPiece tokenizer whose five special tokens are called, and stand, as the family has them."""
    names = specials + pieces()[5:]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(names)}, unk_token=unknown,
                                           max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing((last, names.index(last)), (first, names.index(first)))
    return tokenizer, names


def byte_pairs():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = ["<s>", "<pad>", "</s>", "<unk>"] + alphabet + ["fe", "ver", "fever", "ve"]
    merges = [("f", "e"), ("v", "e"), ("ve", "r"), ("fe", "ver")]
    tokenizer = Tokenizer(models.BPE({p: i for i, p in enumerate(names)}, merges, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer, names


def randomise(model, seed):
    """Large enough that every part of the program moves the result; biases and norms are not what they are made as."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in sorted(model.state_dict().items()):
            if not tensor.is_floating_point():
                continue
            r = torch.randn(tensor.shape, generator=generator)
            if "LayerNorm.weight" in name:
                tensor.copy_(1 + 0.3 * r)
            elif name.endswith("bias") and tensor.dim() == 1:
                tensor.copy_(0.3 * r)
            else:
                tensor.copy_((0.8 if "embeddings" in name or "relative" in name else 0.25) * r)


def vectors(model, ids):
    mean, cls, pooler = [], [], []
    for row in ids:
        with torch.no_grad():
            out = model(input_ids=torch.tensor([row]), attention_mask=torch.ones(1, len(row), dtype=torch.long))
        states = out.last_hidden_state[0]
        for kind, vector in ((mean, states.mean(0)), (cls, states[0]), (pooler, out.pooler_output[0])):
            kind.append([round(x, 7) for x in torch.nn.functional.normalize(vector, dim=-1).tolist()])
    return {"mean": mean, "cls": cls, "pooler": pooler}


def states(model, row):
    """The states of one text's tokens after each layer."""
    with torch.no_grad():
        out = model(input_ids=torch.tensor([row]), attention_mask=torch.ones(1, len(row), dtype=torch.long),
                    output_hidden_states=True)
    return [[[round(x, 6) for x in token] for token in layer[0].tolist()] for layer in out.hidden_states[1:]]


class PlainBert(torch.nn.Module):
    """BERT in modules that are called as transformers calls them, but which torch's exporter can follow: the graph has
    the names and the operations of the exports that are in use."""

    def __init__(self, config, state):
        super().__init__()
        width = config.hidden_size
        norm = lambda: torch.nn.LayerNorm(width, eps=config.layer_norm_eps)
        self.embeddings = Embeddings(config, norm())
        self.encoder = Layers([Layer(config, norm) for _ in range(config.num_hidden_layers)])
        self.pooler = torch.nn.ModuleDict({"dense": torch.nn.Linear(width, width)})
        self.load_state_dict({k: v for k, v in state.items() if "position_ids" not in k})

    def forward(self, input_ids, attention_mask, token_type_ids):
        mask = (1.0 - attention_mask.unsqueeze(1).unsqueeze(2).float()) * -10000.0
        states = self.encoder(self.embeddings(input_ids, token_type_ids), mask)
        return states, torch.tanh(self.pooler["dense"](states[:, 0]))


class Embeddings(torch.nn.Module):
    def __init__(self, config, norm):
        super().__init__()
        self.word_embeddings = torch.nn.Embedding(config.vocab_size, config.hidden_size)
        self.position_embeddings = torch.nn.Embedding(config.max_position_embeddings, config.hidden_size)
        self.token_type_embeddings = torch.nn.Embedding(config.type_vocab_size, config.hidden_size)
        self.LayerNorm = norm

    def forward(self, ids, types):
        positions = torch.arange(ids.size(1)).unsqueeze(0)
        return self.LayerNorm(self.word_embeddings(ids) + self.token_type_embeddings(types)
                              + self.position_embeddings(positions))


class Layers(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layer = torch.nn.ModuleList(layers)

    def forward(self, x, mask):
        for layer in self.layer:
            x = layer(x, mask)
        return x


class Layer(torch.nn.Module):
    def __init__(self, config, norm):
        super().__init__()
        width, inner = config.hidden_size, config.intermediate_size
        self.attention = Attention(config, norm)
        self.intermediate = Inner(width, inner)
        self.output = Output(inner, width, norm())

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.output(self.intermediate(x), x)


class Inner(torch.nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.dense = torch.nn.Linear(width, inner)
        self.intermediate_act_fn = torch.nn.GELU()

    def forward(self, x):
        return self.intermediate_act_fn(self.dense(x))


class Output(torch.nn.Module):
    def __init__(self, inner, width, norm):
        super().__init__()
        self.dense = torch.nn.Linear(inner, width)
        self.LayerNorm = norm

    def forward(self, x, residual):
        return self.LayerNorm(self.dense(x) + residual)


class Attention(torch.nn.Module):
    def __init__(self, config, norm):
        super().__init__()
        self.self = SelfAttention(config)
        self.output = Output(config.hidden_size, config.hidden_size, norm())

    def forward(self, x, mask):
        return self.output(self.self(x, mask), x)


class SelfAttention(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.heads = config.num_attention_heads
        self.root = math.sqrt(config.hidden_size // self.heads)
        self.query, self.key, self.value = (torch.nn.Linear(config.hidden_size, config.hidden_size) for _ in range(3))

    def forward(self, x, mask):
        q, k, v = (f(x).view(x.size(0), x.size(1), self.heads, -1).transpose(1, 2)
                   for f in (self.query, self.key, self.value))
        scores = torch.matmul(q, k.transpose(-1, -2)) / self.root + mask
        return torch.matmul(torch.softmax(scores, dim=-1), v).transpose(1, 2).reshape(x.shape)


def onnx(model, file):
    plain = PlainBert(model.config, model.state_dict()).eval()
    ids = torch.tensor([[2, 7, 9, 3], [2, 8, 8, 3]])
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(plain, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(file), opset_version=14, dynamo=False,
                      input_names=["input_ids", "attention_mask", "token_type_ids"],
                      output_names=["last_hidden_state", "pooler_output"],
                      dynamic_axes={name: axes for name in ("input_ids", "attention_mask", "token_type_ids",
                                                            "last_hidden_state")} | {"pooler_output": {0: "texts"}})


def write(file, content):
    rows = ",\n".join('"%s": [\n%s]' % (key, ",\n".join(json.dumps(row, ensure_ascii=True) for row in value))
                      for key, value in content.items())
    file.write_text("{" + rows + "}\n")


def toy(directory, family, model, made, seed, plain_texts):
    folder = directory / family
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, names = made
    randomise(model, seed)
    model.eval()
    model.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer)
    ids = [fast(text, truncation=True, max_length=TOKENS_MAX)["input_ids"] for text in TEXTS]
    # Special tokens are declared after encoding: what looks like one in a text is text, as in Osler.
    tokenizer.add_special_tokens([name for name in names[:5] if name[0] in "[<"])
    tokenizer.save(str(folder / "tokenizer.json"))
    if plain_texts:
        (folder / "vocab.txt").write_text("\n".join(names) + "\n")
        onnx(model, folder / "model.onnx")
    write(folder / "vectors.json", {"texts": TEXTS, "ids": ids, **vectors(model, ids), "states": states(model, ids[STATES_OF])})


def main(arguments):
    directory = pathlib.Path(arguments[0])
    if "--real" in arguments:
        at = arguments.index("--real")
        source, name = pathlib.Path(arguments[at + 1]), arguments[at + 2]
        tokens_max = json.loads((source / "sentence_bert_config.json").read_text())["max_seq_length"] \
            if (source / "sentence_bert_config.json").exists() else 256
        fast = PreTrainedTokenizerFast(tokenizer_file=str(source / "tokenizer.json"))
        fast.backend_tokenizer.no_padding()
        ids = [fast(text, truncation=True, max_length=tokens_max, padding=False)["input_ids"] for text in SENTENCES]
        model = AutoModel.from_pretrained(source, dtype=torch.float32).eval()
        folder = directory / name
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "vectors.json", {"texts": SENTENCES, "ids": ids, "mean": vectors(model, ids)["mean"]})
        return
    bert = word_pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "[UNK]", "[CLS]", "[SEP]")
    mpnet = word_pieces(["<s>", "<pad>", "</s>", "[UNK]", "<mask>"], "[UNK]", "<s>", "</s>")
    roberta = byte_pairs()
    toy(directory, "bert", BertModel(BertConfig(
        vocab_size=len(bert[1]), max_position_embeddings=40, type_vocab_size=2, **SIZES)), bert, 20261123, True)
    toy(directory, "roberta", RobertaModel(RobertaConfig(
        vocab_size=len(roberta[1]), max_position_embeddings=42, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5,
        **SIZES)), roberta, 20261124, False)
    toy(directory, "mpnet", MPNetModel(MPNetConfig(
        vocab_size=len(mpnet[1]), max_position_embeddings=300, pad_token_id=1, layer_norm_eps=1e-5,
        relative_attention_num_buckets=32, **SIZES)), mpnet, 20261125, False)


if __name__ == "__main__":
    main(sys.argv[1:])
