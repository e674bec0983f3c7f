"""Runs a script of the benchmark's peer with one shape more: benchmark_peer.py FOLDER SCRIPT [ARGUMENTS]

FOLDER holds the peer's scripts and common.py; a SCRIPT that is not there lies beside this file. Shape L is SmolLM2-135M's.
"""
import pathlib
import runpy
import sys

folder, script = pathlib.Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(folder))
import common  # noqa: E402  the peer's

common.SIZES.setdefault("L", {**common.SIZES["M"], "num_hidden_layers": 30})
sys.argv = sys.argv[2:]
path = folder / script
runpy.run_path(str(path if path.exists() else pathlib.Path(__file__).with_name(script)), run_name="__main__")
