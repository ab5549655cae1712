#!/bin/sh
# Fits the heads of the built-in tasks to corpora on this machine.
#
#   scripts/fit-heads.sh OUT [--model MODEL] [clinical] [TASK=CORPUS[:TYPE=LABEL,...] ...]
#   scripts/fit-heads.sh heads clinical disease=ncbi-disease/iob chemical-disease=bc5cdr/iob gene=bc2gm/iob
#
# "clinical" alone (problems, treatments, tests) learns from this project's own invented sentences and is judged by its
# invented notes: one hand wrote both, so real notes will show less. CORPUS is a file, or a directory with a train file (and,
# where there is one, a dev file to judge by). Heads are written to OUT/TASK.head. Corpora have licences, and a head holds
# words of the sentences it was fitted to: look before you pass one on (NCBI-disease is in the public domain).
set -eu

ROOT=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
usage() {
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

[ $# -ge 2 ] || usage
out=$1
shift
model=smollm2-135m-instruct
if [ "$1" = --model ]; then
    [ $# -ge 3 ] || usage
    model=$2
    shift 2
fi
[ $# -ge 1 ] || usage
mkdir -p "$out"
for each in "$@"; do
    if [ "$each" = clinical ]; then
        printf 'fitting clinical to invented sentences\n' >&2
        "$ROOT/osler" fit --task clinical --model "$model" -o "$out/clinical.head" \
            --train "$ROOT/bench/src/main/resources/io/osler/bench/workload/sentences.jsonl" \
            "$ROOT/ner/src/main/resources/io/osler/ner/task/clinical.examples.jsonl" \
            --dev "$ROOT/ner/src/main/resources/io/osler/ner/eval/invented"
        continue
    fi
    task=${each%%=*}
    place=${each#*=}
    [ "$task" != "$each" ] || usage
    types=
    case $place in
        *:*=*)
            types=${place##*:}
            place=${place%:*}
            ;;
    esac
    set -- fit --task "$task" --train "$place" --model "$model" -o "$out/$task.head"
    [ -z "$types" ] || set -- "$@" --types "$types"
    for dev in "$place"/*dev*; do
        if [ -e "$dev" ]; then
            set -- "$@" --dev "$place"
            break
        fi
    done
    printf 'fitting %s to %s\n' "$task" "$place" >&2
    "$ROOT/osler" "$@"
done
