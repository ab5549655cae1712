"""The job through llama.cpp: as most would run it, and as somebody would who knows its batches and its cache.

    python llama_cpp_peer.py MODEL.gguf prompts.jsonl [--sentences 200] [--repeats 3] [--threads 2] [--slots 16,32]
                             [--figures prefill,decode,plain,expert]

Each figure is first tried briefly with every setting of --flash and --cache; the faster one is then measured.
"""

import argparse
import ctypes
import itertools
import pathlib
import time

import llama_cpp as llama
import numpy

import job

BATCH_TOKENS = 512
PREFILL_TOKENS = 512
DECODE_TOKENS = 128
FLASH = {"on": llama.LLAMA_FLASH_ATTN_TYPE_ENABLED, "off": llama.LLAMA_FLASH_ATTN_TYPE_DISABLED}


class Model:
    """Weights and vocabulary; contexts are made of it."""

    def __init__(self, path, threads):
        llama.llama_backend_init()
        self.quiet = llama.llama_log_callback(lambda *message: None)
        llama.llama_log_set(self.quiet, ctypes.c_void_p())
        self.handle = llama.llama_model_load_from_file(str(path).encode(), llama.llama_model_default_params())
        if not self.handle:
            raise SystemExit(f"{path} is not a model that llama.cpp opens")
        self.vocabulary = llama.llama_model_get_vocab(self.handle)
        self.width = llama.llama_vocab_n_tokens(self.vocabulary)
        self.threads = threads
        pieces = (self.piece(token) for token in range(self.width))
        self.last = {
            token
            for token, piece in enumerate(pieces)
            if b"\n" in piece or llama.llama_vocab_is_eog(self.vocabulary, token)
        }

    def encode(self, text, first=False):
        """Token ids; `first` puts the beginning-of-text token before them where the model wants one."""
        utf8 = text.encode()
        ids = (llama.llama_token * (len(utf8) + 2))()
        begin = first and llama.llama_vocab_get_add_bos(self.vocabulary)
        return ids[: llama.llama_tokenize(self.vocabulary, utf8, len(utf8), ids, len(ids), begin, True)]

    def decode(self, tokens):
        return b"".join(self.piece(token) for token in tokens).decode(errors="replace")

    def piece(self, token):
        space = ctypes.create_string_buffer(256)
        length = llama.llama_token_to_piece(self.vocabulary, token, space, len(space), 0, True)
        return space.raw[: max(0, length)]


class Context:
    """A key-value cache of `sequences` sequences and the batch that feeds it; to be used in a with statement."""

    def __init__(self, model, tokens, sequences, flash, cache):
        parameters = llama.llama_context_default_params()
        # A split cache gives every sequence an equal part, so the longest decides.
        parameters.n_ctx = tokens * (1 if cache == "unified" else sequences)
        parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.n_seq_max = sequences
        parameters.n_threads = parameters.n_threads_batch = model.threads
        parameters.flash_attn_type = FLASH[flash]
        parameters.kv_unified = cache == "unified"
        self.model = model
        self.layout = (flash, 1 if cache == "unified" else sequences)
        self.handle = llama.llama_init_from_model(model.handle, parameters)
        if not self.handle:
            raise SystemExit(f"llama.cpp makes no context of {parameters.n_ctx} tokens, {sequences} sequences")
        self.memory = llama.llama_get_memory(self.handle)
        self.batch = llama.llama_batch_init(BATCH_TOKENS, 0, 1)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        llama.llama_batch_free(self.batch)
        llama.llama_free(self.handle)

    def add(self, token, position, sequence, wanted):
        at = self.batch.n_tokens
        self.batch.token[at] = token
        self.batch.pos[at] = position
        self.batch.n_seq_id[at] = 1
        self.batch.seq_id[at][0] = sequence
        self.batch.logits[at] = wanted
        self.batch.n_tokens = at + 1
        return at

    def room(self):
        return BATCH_TOKENS - self.batch.n_tokens

    def run(self):
        status = llama.llama_decode(self.handle, self.batch)
        if status != 0:
            raise SystemExit(f"llama_decode returned {status} for {self.batch.n_tokens} tokens")
        self.batch.n_tokens = 0

    def read(self, tokens, begin=0, sequence=0):
        """Feeds `tokens` at positions from `begin`; returns the most likely next token."""
        last = 0
        for at, token in enumerate(tokens):
            if self.room() == 0:
                self.run()
            last = self.add(token, begin + at, sequence, at == len(tokens) - 1)
        self.run()
        return self.likeliest(last)

    def likeliest(self, row):
        logits = llama.llama_get_logits_ith(self.handle, row)
        return int(numpy.ctypeslib.as_array(logits, shape=(self.model.width,)).argmax())

    def forget(self, sequence, begin):
        llama.llama_memory_seq_rm(self.memory, sequence, begin, -1)

    def state(self):
        """Keys and values of sequence 0, as bytes."""
        size = llama.llama_state_seq_get_size(self.handle, 0)
        space = (ctypes.c_uint8 * size)()
        llama.llama_state_seq_get_data(self.handle, space, size, 0)
        return space

    def restore(self, state):
        if llama.llama_state_seq_set_data(self.handle, state, len(state), 0) == 0:
            raise SystemExit(f"llama.cpp does not take back a state of {len(state)} bytes")


class Job:
    """Prompts as tokens, and the four things measured on them; each returns its rate and the answers, if any."""

    def __init__(self, model, prompts):
        self.model = model
        self.prefix = model.encode(prompts[0]["prefix"], first=True)
        self.tails = [model.encode(prompt["tail"]) for prompt in prompts]
        self.limits = [len(tail) + job.OUTPUT_TOKENS_BEYOND_TAIL for tail in self.tails]
        self.own = max(len(tail) + limit for tail, limit in zip(self.tails, self.limits)) + 1
        self.states = {}

    def read_prefix(self, context):
        """Into sequence 0; reckoned once for each layout of the cache, since no figure times it."""
        if context.layout not in self.states:
            context.read(self.prefix)
            self.states[context.layout] = context.state()
        else:
            context.restore(self.states[context.layout])

    def prefill(self, flash, cache):
        with Context(self.model, PREFILL_TOKENS, 1, flash, cache) as context:
            begin = time.perf_counter()
            context.read(self.prefix[:PREFILL_TOKENS])
            return PREFILL_TOKENS / (time.perf_counter() - begin), []

    def decode(self, flash, cache):
        with Context(self.model, PREFILL_TOKENS + DECODE_TOKENS, 1, flash, cache) as context:
            token = context.read(self.prefix[:PREFILL_TOKENS])
            begin = time.perf_counter()
            for at in range(DECODE_TOKENS):
                token = context.read([token], PREFILL_TOKENS + at)
            return DECODE_TOKENS / (time.perf_counter() - begin), []

    def plain(self, flash, cache, count):
        """One sentence after the other; the prefix stays in the cache, reading it is not timed."""
        answers = []
        with Context(self.model, len(self.prefix) + self.own, 1, flash, cache) as context:
            self.read_prefix(context)
            begin = time.perf_counter()
            for tail, limit in zip(self.tails[:count], self.limits):
                context.forget(0, len(self.prefix))
                answers.append(self.write(context, tail, limit))
            return count / (time.perf_counter() - begin), answers

    def write(self, context, tail, limit):
        position = len(self.prefix)
        token = context.read(tail, position)
        position += len(tail)
        written = []
        while token not in self.model.last and len(written) < limit:
            written.append(token)
            token = context.read([token], position)
            position += 1
        return written

    def expert(self, flash, cache, count, slots):
        """Continuous batches: each holds the next token of all who write and as much of waiting tails as fits."""
        with Context(self.model, self.room(cache, slots), slots, flash, cache) as context:
            self.read_prefix(context)
            for slot in range(1, slots):
                llama.llama_memory_seq_cp(context.memory, 0, slot, -1, -1)
            begin = time.perf_counter()
            answers = self.serve(context, count, slots)
            return count / (time.perf_counter() - begin), answers

    def room(self, cache, slots):
        return len(self.prefix) + self.own * (slots if cache == "unified" else 1)

    def serve(self, context, count, slots):
        answers = [[] for _ in range(count)]
        waiting, free, active = list(range(count))[::-1], list(range(slots)), {}
        while waiting or active:
            while free and waiting:
                active[free.pop()] = Turn(waiting.pop(), self.tails, len(self.prefix))
            rows = []
            # Who writes needs one token only and comes first, so that a long tail delays nobody.
            for slot, turn in sorted(active.items(), key=lambda entry: len(entry[1].pending)):
                row = turn.feed(context, slot)
                if row is not None:
                    rows.append((slot, row))
            context.run()
            for slot, row in rows:
                token, turn = context.likeliest(row), active[slot]
                answer = answers[turn.index]
                if token in self.model.last or len(answer) >= self.limits[turn.index]:
                    context.forget(slot, len(self.prefix))
                    del active[slot]
                    free.append(slot)
                else:
                    answer.append(token)
                    turn.pending = [token]
        return answers


class Turn:
    """One sentence in a slot: the tokens it has still to read, and where they go."""

    def __init__(self, index, tails, position):
        self.index = index
        self.pending = tails[index]
        self.position = position

    def feed(self, context, slot):
        """Puts what fits into the batch; the row of its last token once nothing is pending, else None."""
        taken, self.pending = self.pending[: context.room()], self.pending[context.room():]
        row = None
        for at, token in enumerate(taken):
            is_last = not self.pending and at == len(taken) - 1
            row = context.add(token, self.position + at, slot, is_last)
        self.position += len(taken)
        return row if taken and not self.pending else None


def fastest(measure, flashes, caches):
    """The setting in which one run of `measure` is fastest, and what all of them reached."""
    tried = {setting: measure(*setting)[0] for setting in itertools.product(flashes, caches)}
    best = max(tried, key=tried.get)
    return best, {" ".join(setting): round(rate, 2) for setting, rate in tried.items()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", type=pathlib.Path)
    arguments.add_argument("prompts", type=pathlib.Path)
    arguments.add_argument("--sentences", type=int, default=200)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--slots", default="16,32")
    arguments.add_argument("--figures", default="prefill,decode,plain,expert")
    arguments.add_argument("--flash", default="on,off")
    arguments.add_argument("--cache", default="unified,split", help="of many sequences: one space for all, or one each")
    arguments.add_argument("--trial", type=int, default=2, help="sentences per slot in the trial of a setting")
    options = arguments.parse_args()
    prompts = job.read_prompts(options.prompts, options.sentences)
    work = Job(Model(options.model, options.threads), prompts)
    count, flashes, caches = len(prompts), options.flash.split(","), options.cache.split(",")
    facts = {
        "peer": "llama.cpp",
        "version": f"llama-cpp-python {llama.__version__}",
        "model": options.model.name,
        "threads": options.threads,
    }

    def measure(figure, unit, run, trial, caches, **more):
        best, tried = fastest(trial, flashes, caches)
        runs = [run(*best) for _ in range(options.repeats)]
        if runs[0][1]:
            more |= {"sentences": count, "prefix_tokens": len(work.prefix)}
            more |= job.score(prompts, [work.model.decode(answer) for answer in runs[0][1]])
        settings = {"flash_attention": best[0], "cache": best[1], "tried": tried}
        job.report(figure, unit, [rate for rate, _ in runs], **facts, **more, **settings)

    for figure in options.figures.split(","):
        match figure:
            case "prefill":
                measure("prefill of 512", "tok/s", work.prefill, work.prefill, ["unified"])
            case "decode":
                measure("decode B=1 after 512", "tok/s", work.decode, work.decode, ["unified"])
            case "plain":
                few = min(count, 4 * options.trial)
                measure(
                    "one sentence at a time, prefix cached",
                    "sentences/s",
                    lambda *setting: work.plain(*setting, count),
                    lambda *setting: work.plain(*setting, few),
                    ["unified"],
                )
            case "expert":
                for slots in map(int, options.slots.split(",")):
                    few = min(count, slots * options.trial)
                    measure(
                        "continuous batches, prefix copied",
                        "sentences/s",
                        lambda *setting: work.expert(*setting, count, slots),
                        lambda *setting: work.expert(*setting, few, slots),
                        caches,
                        slots=slots,
                    )
            case _:
                raise SystemExit(f"--figures holds '{figure}', expected prefill, decode, plain or expert")


if __name__ == "__main__":
    main()
