package magnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import magnet.hub.Repo;
import magnet.io.AtomicFile;
import magnet.io.Unreadable;
import magnet.model.checkpoint.AdapterFiles;

/**
 * The README.md beside a saved model: what it is, and how Python uses it.
 *
 * @param text Markdown with the Hub's metadata at its head
 */
record ModelCard(String text) {

  private static final String FILE = "README.md";

  /** This line identifies a card of ours, which may be replaced. */
  private static final String MARK = "<!-- written by magnet-lite -->";

  private static final String RULE =
      """
      Attention follows one rule: a query sees every context token, and a span token also sees the span tokens up to
      itself. Embedding takes every token for context (bidirectional), generation every token for a span (causal), infilling
      the blank for a span and the rest for context. Python's libraries attend causally unless told otherwise.
      """;

  private static ModelCard of(String metadata, String title, String body) {
    return new ModelCard("---\n" + metadata + "---\n" + MARK + "\n# " + title + "\n\n" + body);
  }

  static ModelCard ofAdapter(Magnet model, AdapterFiles.Base base) {
    String head = Repo.isRepo(base.name()) ? "base_model: " + base.name() + "\n" : "";
    String path = base.name().isEmpty() ? "the-base-model" : base.name();
    String bos = model.frame().bos();
    return of(
        head + "library_name: peft\ntags: [lora, magnet]\n",
        "A MAGNET adapter",
        String.format(
            Locale.ROOT,
            """
            A LoRA adapter of rank %d on %s (%s), trained with magnet-lite after MAGNET
            ([arXiv 2501.08648](https://arxiv.org/abs/2501.08648)).

            %s
            Causal, with peft:

            ```python
            from peft import PeftModel
            from transformers import AutoModelForCausalLM

            model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained("%s"), "this-folder")
            ```

            Bidirectional, with transformers 5.2 or newer: set `config.is_causal = False` and hand the config to
            `from_pretrained`. `magnet.json` says how texts are framed when they are embedded.
            %s""",
            model.adapter().orElseThrow().config().rank(),
            path,
            model.architecture().family(),
            RULE,
            path,
            bos.isEmpty()
                ? ""
                : "Every text began with `%s`, which the tokenizer may not add on its own.\n"
                    .formatted(bos)));
  }

  static ModelCard ofCheckpoint(Magnet model) {
    return of(
        "library_name: transformers\ntags: [magnet]\n",
        "A model of the family " + model.architecture().family(),
        String.format(
            Locale.ROOT,
            """
            A decoder of %,d weights (%s), saved by magnet-lite.

            ```python
            from transformers import AutoModelForCausalLM, AutoTokenizer

            tokenizer = AutoTokenizer.from_pretrained("this-folder")
            model = AutoModelForCausalLM.from_pretrained("this-folder")
            ```

            %s\
            """,
            model.architecture().parameters(),
            model.decoder().precision().torchName(),
            RULE));
  }

  static ModelCard ofSentenceTransformer(Magnet model, Encoding how) {
    String needs =
        how.causal()
            ? ""
            : """
            It attends in both directions by `"is_causal": false` in config.json, which **transformers 5.2 and newer**
            understand; older ones would attend causally and give other vectors.
            """;
    return of(
        """
        library_name: sentence-transformers
        pipeline_tag: sentence-similarity
        tags: [sentence-transformers, magnet]
        """,
        "A sentence encoder of the family " + model.architecture().family(),
        String.format(
            Locale.ROOT,
            """
            %d dimensions, the last token's, saved by magnet-lite.%s

            ```python
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer("this-folder")
            vectors = model.encode(["The cat naps.", "A cat is asleep."])
            ```

            %s\
            """,
            model.architecture().hiddenSize(),
            how.instruction().isEmpty()
                ? ""
                : " Each text is prefixed with \"" + how.instruction() + "\".",
            needs));
  }

  /** Writes the card to a stage, unless the folder has a README.md that we did not write. */
  void write(Path stage, Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file) || Files.readString(file).contains(MARK)) {
        AtomicFile.write(stage.resolve(FILE), text);
      }
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    }
  }
}
