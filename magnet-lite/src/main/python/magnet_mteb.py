"""A model of magnet-lite for the mteb package (2.x), which measures it as it does any encoder:

    import mteb
    from magnet_mteb import MagnetEncoder
    model = MagnetEncoder("magnet-lite/pocket", "-m", "pocket", "-a", "pocket")
    print(mteb.evaluate(model, mteb.get_tasks(tasks=["STSBenchmark"])).to_dataframe())

Java embeds: `magnet embed` runs once for each list of texts that mteb wants embedded. The environment variable MAGNET_JAR
names the jar, magnet-lite/target/magnet-lite-….jar after `mvn package`.
"""

import os
import subprocess
import tempfile

import numpy
from mteb.models.abs_encoder import AbsEncoder
from mteb.models.model_meta import ModelMeta, ScoringFunction


class MagnetEncoder(AbsEncoder):

    def __init__(self, name, *options, revision="1", java=None):
        """
        name      "organisation/model": mteb keeps results by name and revision, so give each model its own
        options   of `magnet embed`: the model, its adapter, pooling, instruction
        java      the command that runs magnet; else `java -jar $MAGNET_JAR`
        """
        java = java or ("java", "-jar", os.environ["MAGNET_JAR"])
        self.command = [*java, "embed", "--null", "--truncated", *options]
        told = {"name": name, "revision": revision, "similarity_fn_name": ScoringFunction.COSINE}
        self.mteb_model_meta = ModelMeta.create_empty(told)

    def encode(self, inputs, *, task_metadata, hf_split, hf_subset, prompt_type=None, **kwargs):
        texts = [text.replace("\0", " ") for batch in inputs for text in batch["text"]]
        # Some tasks hold empty texts, which have no vector here.
        lines = "".join((text if text.strip() else ".") + "\0" for text in texts)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "vectors.npy")
            subprocess.run([*self.command, "--out", file], input=lines.encode(), stdout=subprocess.DEVNULL, check=True)
            return numpy.load(file)
