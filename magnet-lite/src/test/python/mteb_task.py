"""Has mteb measure a model of ours on pairs of a file and on a mock task of its own: mteb_task.py CLASS-PATH PAIRS MODEL-OPTIONS..."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "main" / "python"))

import mteb
from datasets import Dataset, DatasetDict
from magnet_mteb import MagnetEncoder
from mteb.abstasks.sts import AbsTaskSTS
from mteb.mocks.mock_tasks.retrieval import MockRetrievalTask
from mteb.mocks.mock_tasks.sts import MockSTSTask

class_path, pairs, *options = sys.argv[1:]


class Pairs(AbsTaskSTS):
    metadata = MockSTSTask.metadata.model_copy(update={"name": "Pairs"})
    min_score, max_score = 0, 5

    def load_data(self, num_proc=None, **kwargs):
        with open(pairs) as file:
            scores, first, second = zip(*(line.rstrip("\n").split("\t") for line in list(file)[1:]))
        columns = {"sentence1": first, "sentence2": second, "score": [float(score) for score in scores]}
        self.dataset = DatasetDict({"test": Dataset.from_dict(columns)})
        self.data_loaded = True


java = ("java", "-Djava.awt.headless=true", "-cp", class_path, "magnet.cli.Main")
model = MagnetEncoder("magnet-lite/tested", *options, java=java)
found = mteb.evaluate(model, [Pairs(), MockRetrievalTask()], cache=None, show_progress_bar=False)
print(json.dumps({result.task_name: result.get_score() for result in found.task_results}))
