"""Runs every notebook, exercise and solution in the real Java kernel.

    bash notebooks/start.sh python notebooks/run.py                 checks all of them
    bash notebooks/start.sh python notebooks/run.py 01*.ipynb       checks some, named from the folder notebooks
    bash notebooks/start.sh python notebooks/run.py --save …        runs in full and writes the outputs into the files

A check fails where a cell fails, where a cell shows other kinds of output than the file holds (a table where a picture
was), where a notebook shows neither a table nor a picture, where a solution says "Not yet" or an exercise does not, and
where a figure is off: a cell with the metadata {"magnet": {"tolerance": 0.02}} promises that each number in its plain text
differs from the file's by 2 % at most. MAGNET_STEPS=0.05 has trainings do a twentieth of their steps.
"""

import argparse
import os
import pathlib
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

HERE = pathlib.Path(__file__).resolve().parent
LONGEST = 180  # seconds that a notebook may take in full, on two cores
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE]-?\d+)?")


def find(names):
    patterns = names or ["*.ipynb", "exercises/*.ipynb", "exercises/solutions/*.ipynb"]
    found = [path for pattern in patterns for path in sorted(HERE.glob(pattern))]
    if not found:
        sys.exit(f"No notebook in {HERE} is called {' or '.join(patterns)}.")
    return found


def execute(notebook, path, patience):
    client = NotebookClient(
        notebook,
        timeout=patience,
        kernel_name="java",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()


def is_progress(output):
    """Whether it is a progress, which is not there where a cache holds the training's result."""
    text = output.get("data", {}).get("text/plain", "")
    return output.output_type == "display_data" and re.search(r" \(\d+ %\)", text) is not None


def is_of_training(output):
    return output.data["text/plain"].startswith(("adapting", "pretraining"))


def kinds(cell):
    """What a cell shows, in order: printed text, or the MIME types of a value."""
    shown = []
    for output in cell.outputs:
        if is_progress(output) or output.get("name") == "stderr":
            continue
        kind = output.name if output.output_type == "stream" else tuple(sorted(output.get("data", {})))
        if not shown or shown[-1] != kind:
            shown.append(kind)
    return shown


def piled_up(notebook):
    """Progress is drawn anew in place; a copy below the other would be a fault. A recipe trains several models."""
    faults = []
    for cell in notebook.cells:
        shown = [o for o in cell.get("outputs", []) if is_progress(o) and is_of_training(o)]
        trainings = 1 + cell.source.count(".train()")
        if len(shown) > trainings and "RecipeReport.run(" not in cell.source:
            faults.append(f"{len(shown)} progresses pile up in one cell: {cell.source.splitlines()[-1][:60]}")
    return faults


def numbers(cell):
    values = [output for output in cell.outputs if "data" in output and not is_progress(output)]
    text = "\n".join(output.data.get("text/plain", "") for output in values)
    return [float(number.replace(",", "")) for number in NUMBER.findall(text)]


def differences(expected, actual):
    faults = []
    for before, after in zip(expected.cells, actual.cells):
        if before.cell_type != "code":
            continue
        where = f"cell {after.execution_count} ({after.source.strip().splitlines()[-1][:60]})"
        if kinds(before) != kinds(after):
            faults.append(f"{where} shows {kinds(after)}, but the file holds {kinds(before)}")
        tolerance = before.metadata.get("magnet", {}).get("tolerance")
        if tolerance is not None:
            was, now = numbers(before), numbers(after)
            off = [(a, b) for a, b in zip(was, now) if abs(a - b) > tolerance * max(abs(a), abs(b))]
            if len(was) != len(now) or not was or off:
                faults.append(f"{where} gives {now}, but the file holds {was} (tolerance {tolerance})")
    return faults


def words(notebook):
    return [
        line
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for line in (output.get("text") or output.get("data", {}).get("text/plain", "")).splitlines()
    ]


def expectations(notebook, path):
    """What every notebook of its kind must show."""
    said = words(notebook)
    unsolved = [line for line in said if line.startswith("Not yet:")]
    if path.parent.name == "solutions":
        faults = [f"a check of the solution says: {line}" for line in unsolved]
        return faults if any(line.startswith("Right:") for line in said) else faults + ["the solution checks nothing"]
    if path.parent.name == "exercises":
        return [] if unsolved else ["nothing is left to do: no check says \"Not yet\""]
    shown = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    return [f"no cell shows {kind}" for kind in ("text/html", "image/png") if kind not in shown]


def save(notebook, path):
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if "outputs" in cell:  # how fast something was measured is seen on slow machines only, and nobody's result
            cell.outputs = [each for each in cell.outputs if not is_progress(each) or is_of_training(each)]
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)


def run(path, saving):
    expected = nbformat.read(path, as_version=4)
    actual = nbformat.from_dict(expected)
    for cell in actual.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    start = time.monotonic()
    try:
        execute(actual, path, None if saving else 600)
        faults = [] if saving else differences(expected, actual)
    except (CellExecutionError, CellTimeoutError) as error:
        faults = [str(error)]
    faults += piled_up(actual) + expectations(actual, path)
    seconds = time.monotonic() - start
    slow = f"  (on two free cores {LONGEST} s are the most)" if seconds > LONGEST else ""
    print(f"{'failed' if faults else 'passed'}  {seconds:6.1f} s  {path.relative_to(HERE)}{slow}", flush=True)
    for fault in faults:
        print(f"  {fault}", flush=True)
    if saving and not faults:
        save(actual, path)
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="*", help="file names or patterns in the folder notebooks; all by default")
    parser.add_argument("--save", action="store_true", help="write the outputs into the files instead of comparing")
    given = parser.parse_args()
    if given.save and "MAGNET_STEPS" in os.environ:
        sys.exit("MAGNET_STEPS is set, but outputs that are saved come from full runs; unset it.")
    start = time.monotonic()
    results = [run(path, given.save) for path in find(given.notebooks)]
    print(f"{sum(results)} of {len(results)} notebooks passed in {time.monotonic() - start:.0f} s")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
