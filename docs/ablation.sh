#!/usr/bin/env bash
# Prints the table of docs/german-analysis.md: nDCG@10 of every set with all parts of the ranking, then without each.
#
# usage: docs/ablation.sh SETS_DIR [INDEX_DIR]
# SETS_DIR holds one folder a set with corpus.jsonl, queries.jsonl, qrels.tsv; INDEX_DIR keeps the indexes.
set -euo pipefail
sets=$1
indexes=${2:-target/ablation}
fundstelle=${FUNDSTELLE:-target/release/fundstelle}

score() { # SET [eval arguments]
    local set=$1
    shift
    "$fundstelle" --index "$indexes/$set" eval --queries "$sets/$set/queries.jsonl" --qrels "$sets/$set/qrels.tsv" "$@" |
        grep -o 'nDCG@10 [0-9.]*' | cut -d' ' -f2
}

names=()
for folder in "$sets"/*/; do
    set=$(basename "$folder")
    names+=("$set")
    "$fundstelle" --index "$indexes/$set" add --no-actors "$folder/corpus.jsonl" >/dev/null 2>&1
done

row() { # LABEL [eval arguments]
    local label=$1
    shift
    printf '| %s ' "$label"
    for set in "${names[@]}"; do printf '| %s ' "$(score "$set" "$@")"; done
    printf '|\n'
}

printf '| setting '; printf '| %s ' "${names[@]}"; printf '|\n|---'
for _ in "${names[@]}"; do printf '|---'; done
printf '|\n'
row 'all parts'
for part in ${PARTS:-near parts query_parts ordered unordered window exact article title heading}; do
    row "without \`$part\`" --without "$part"
done
row 'words alone' --without near,parts,query_parts,ordered,unordered,window,exact,article
