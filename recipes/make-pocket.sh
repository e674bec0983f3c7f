#!/usr/bin/env bash
# Makes all of pocket again: its data sets, its base model and the three adapters that ship with it, each with the history of
# its training, and puts them where the library has them. The data sets come out the same to the byte on every machine, the
# weights on the same kind of machine. An hour on two cores; broken off, the same command goes on where it was.
#
#   bash recipes/make-pocket.sh

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shipped=magnet-lite/src/main/resources/magnet/pocket

# Each command compiles first, so that the adapter is trained on the base model that was made a command before.
magnet() { mvn -q compile exec:java -Dexec.mainClass=magnet.cli.Main -Dexec.args="$*"; }
ship() { mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=magnet.bench.EmbeddedFolder -Dexec.args="$*"; }

magnet pocket export datasets/pocket
magnet run recipes/pocket-base.yaml
ship runs/pocket-base/model $shipped/model
magnet run recipes/pocket-ablations.yaml --only MAGNET --only "'causal control'" --only LLM2Vec seeds=[1]
for variant in magnet causal-control llm2vec; do
  ship runs/pocket-ablations/adapters/$variant-seed1 $shipped/adapters/$variant runs/pocket-ablations/history/$variant-seed1.csv
done
