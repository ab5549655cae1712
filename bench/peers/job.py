"""What the Python peers share: the prompts, the score, and one JSON line per figure."""

import json
import os
import platform
import re
import statistics

OUTPUT_TOKENS_BEYOND_TAIL = 40
"""A marked copy is the sentence and a few marks; an answer this much longer than the prompt's tail has gone astray."""

MARK = re.compile(r"\[ (.+?) \| ([a-z]+) \]")


def read_prompts(path, count):
    """The first `count` prompts of the file that WorkloadPrompts writes; all begin with one prefix."""
    with open(path, encoding="utf-8") as lines:
        prompts = [json.loads(line) for line in lines][:count]
    if not prompts:
        raise SystemExit(f"{path} holds no prompts, expected the lines that WorkloadPrompts writes")
    if len({prompt["prefix"] for prompt in prompts}) > 1:
        raise SystemExit(f"{path} holds prompts of several prefixes, expected one that all share")
    return prompts


def mentions(marked):
    """The text without its marks, and the set of (begin, end, type) in it."""
    text, found, at = "", set(), 0
    for mark in MARK.finditer(marked):
        text += marked[at:mark.start()]
        found.add((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + marked[at:], found


def score(prompts, answers):
    """Says whether the engine did the job: micro F1 of exact spans, and the share of answers that copy their text.

    An answer that is no copy counts with no mention, since its offsets mean nothing.
    """
    right = said = gold = copies = 0
    for prompt, answer in zip(prompts, answers):
        text, found = mentions(answer.strip())
        expected = mentions(prompt["gold"])[1]
        is_copy = text == prompt["text"]
        copies += is_copy
        found = found if is_copy else set()
        right, said, gold = right + len(found & expected), said + len(found), gold + len(expected)
    return {"f1": round(2 * right / max(1, said + gold), 3), "copies": round(copies / len(prompts), 3)}


def report(figure, unit, values, **facts):
    """One line on standard output: the median of `values` with its spread, and what it was measured on."""
    line = {
        "figure": figure,
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "repeats": len(values),
        "unit": unit,
        **facts,
        "machine": machine(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }
    print(json.dumps(line), flush=True)


def machine():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            name = next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores"
