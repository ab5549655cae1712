"""The job through Hugging Face transformers on the CPU, and the reading of many short texts into hidden states.

    python transformers_peer.py DIRECTORY prompts.jsonl [--dtype bfloat16,float32] [--batches 8,16] [--sentences 200]
                                [--repeats 3] [--threads 2] [--figures write,hidden,head]

DIRECTORY is a Hugging Face model, for instance what gguf_to_safetensors.py writes. The keys and values of the prefix
are computed once and repeated for each batch; sentences of like length share a batch, padded on the left; rows that
are done leave it.
"""

import argparse
import copy
import pathlib
import time

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

import job


class Job:
    def __init__(self, directory, dtype, prompts):
        self.tokenizer = AutoTokenizer.from_pretrained(directory)
        self.model = AutoModelForCausalLM.from_pretrained(directory, dtype=getattr(torch, dtype)).eval()
        self.prompts = prompts
        tails = [self.encode(prompt["tail"]) for prompt in prompts]
        self.order = sorted(range(len(prompts)), key=lambda index: len(tails[index]))
        self.tails = tails
        ids = self.encode(prompts[0]["prefix"])
        begin = self.tokenizer.bos_token_id if getattr(self.tokenizer, "add_bos_token", False) else None
        self.prefix = ids if begin is None else [begin] + ids
        self.cache = self.model(torch.tensor([self.prefix]), use_cache=True, logits_to_keep=1).past_key_values
        newline = {id for id in range(len(self.tokenizer)) if "\n" in self.tokenizer.decode([id])}
        self.last = torch.tensor(sorted(newline | {self.model.config.eos_token_id, self.tokenizer.eos_token_id}))

    def encode(self, text):
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def write(self, rows):
        """Sentences per second over all prompts in batches of `rows`, and the answers in the order of the prompts."""
        answers = [None] * len(self.prompts)
        begin = time.perf_counter()
        for at in range(0, len(self.order), rows):
            batch = self.order[at:at + rows]
            for index, answer in zip(batch, self.batch([self.tails[index] for index in batch])):
                answers[index] = answer
        seconds = time.perf_counter() - begin
        return len(answers) / seconds, [self.tokenizer.decode(answer) for answer in answers]

    def batch(self, tails):
        ids, mask = padded(tails)
        mask = torch.cat([torch.ones(len(tails), len(self.prefix), dtype=torch.long), mask], dim=1)
        positions = (mask.cumsum(1) - 1).clamp(min=0)[:, len(self.prefix):]
        cache = copy.deepcopy(self.cache)
        cache.batch_repeat_interleave(len(tails))
        rows, answers = list(range(len(tails))), [[] for _ in tails]
        while True:
            logits = self.model(
                ids, attention_mask=mask, position_ids=positions, past_key_values=cache, logits_to_keep=1
            ).logits
            ids, positions = logits[:, -1].argmax(-1, keepdim=True), positions[:, -1:] + 1
            ended = torch.isin(ids[:, 0], self.last)
            for at, row in enumerate(rows):
                limit = len(tails[row]) + job.OUTPUT_TOKENS_BEYOND_TAIL
                ended[at] |= len(answers[row]) >= limit
                if not ended[at]:
                    answers[row].append(int(ids[at]))
            if ended.all():
                return answers
            if ended.any():
                keep = (~ended).nonzero()[:, 0]
                rows = [rows[at] for at in keep.tolist()]
                ids, positions, mask = ids[keep], positions[keep], mask[keep]
                cache.batch_select_indices(keep)
            mask = torch.cat([mask, torch.ones(len(rows), 1, dtype=torch.long)], dim=1)

    def hidden(self, rows):
        """Tokens per second of the sentences alone, read to the last hidden states."""
        texts = sorted((self.encode(prompt["text"]) for prompt in self.prompts), key=len)
        begin = time.perf_counter()
        for at in range(0, len(texts), rows):
            ids, mask = padded(texts[at:at + rows])
            positions = (mask.cumsum(1) - 1).clamp(min=0)
            self.model.model(ids, attention_mask=mask, position_ids=positions, use_cache=False)
        return sum(map(len, texts)) / (time.perf_counter() - begin)


    def head(self, rows, depths=(0.4, 0.6, 0.8)):
        """Sentences per second, each read twice, to the states of its second reading's tokens behind three layers.

        What Osler's fitted heads read; layers above the highest of the three are taken out.
        """
        layers = [max(1, round(depth * self.model.config.num_hidden_layers)) for depth in depths]
        decoder = copy.copy(self.model.model)
        decoder._modules = dict(decoder._modules, layers=decoder.layers[:layers[-1]])
        texts = [prompt["text"] for prompt in self.prompts]
        begin = time.perf_counter()
        read = sorted(
            ((self.encode(f"Text: {text}\nSame text: {text}"), len(self.encode(" " + text))) for text in texts),
            key=lambda one: len(one[0]),
        )
        for at in range(0, len(read), rows):
            ids, mask = padded([tokens for tokens, _ in read[at:at + rows]])
            positions = (mask.cumsum(1) - 1).clamp(min=0)
            states = decoder(
                ids, attention_mask=mask, position_ids=positions, use_cache=False, output_hidden_states=True
            ).hidden_states
            for row, (_, count) in enumerate(read[at:at + rows]):
                torch.cat([states[layer][row, -count:] for layer in layers], dim=1)
        return len(read) / (time.perf_counter() - begin)


def padded(rows):
    """Ids and mask of rows that end together; what fills them up is masked, so its id does not matter."""
    longest = max(map(len, rows))
    ids = torch.tensor([[0] * (longest - len(row)) + row for row in rows])
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in rows])
    return ids, mask


@torch.inference_mode()
def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", type=pathlib.Path)
    arguments.add_argument("prompts", type=pathlib.Path)
    arguments.add_argument("--dtype", default="bfloat16,float32")
    arguments.add_argument("--batches", default="8,16")
    arguments.add_argument("--sentences", type=int, default=200)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--figures", default="write,hidden")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    prompts = job.read_prompts(options.prompts, options.sentences)
    for dtype in options.dtype.split(","):
        work = Job(options.model, dtype, prompts)
        facts = {
            "peer": "transformers",
            "version": f"transformers {transformers.__version__}, torch {torch.__version__}",
            "model": options.model.name,
            "dtype": dtype,
            "threads": options.threads,
            "sentences": len(prompts),
        }
        for figure in options.figures.split(","):
            match figure:
                case "write":
                    for rows in map(int, options.batches.split(",")):
                        runs = [work.write(rows) for _ in range(options.repeats)]
                        job.report(
                            "batches padded on the left, prefix repeated",
                            "sentences/s",
                            [rate for rate, _ in runs],
                            **facts,
                            batch=rows,
                            prefix_tokens=len(work.prefix),
                            **job.score(prompts, runs[0][1]),
                        )
                case "hidden":
                    work.hidden(8)
                    rates = [work.hidden(8) for _ in range(options.repeats)]
                    job.report("short texts to hidden states", "tok/s", rates, **facts, batch=8)
                case "head":
                    for rows in map(int, options.batches.split(",")):
                        work.head(rows)
                        rates = [work.head(rows) for _ in range(options.repeats)]
                        job.report("sentences read twice to the states of three layers", "sentences/s", rates, **facts, batch=rows)
                case _:
                    raise SystemExit(f"--figures holds '{figure}', expected write, hidden or head")


if __name__ == "__main__":
    main()
