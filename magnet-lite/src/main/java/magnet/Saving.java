package magnet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import magnet.hub.Repo;
import magnet.infer.TextFrame;
import magnet.io.AtomicFile;
import magnet.io.KeyedReader;
import magnet.model.CheckpointWriter;
import magnet.model.SentenceTransformerWriter;
import magnet.model.checkpoint.AdapterFiles;

/** Writes models as folders that Python's libraries load, each with a model card. */
final class Saving {

  /** What Python's libraries do not know of an adapter. */
  private static final String NOTE = "magnet.json";

  private static final String BASE_WEIGHTS = "base_weights";

  private static final String CARD = "README.md";

  /** This line identifies a card of ours, which may be replaced. */
  private static final String MARK = "<!-- written by magnet-lite -->";

  private static final String RULE =
      """
      Attention follows one rule: a query sees every context token, and a span token also sees the span tokens up to
      itself. Embedding takes every token for context (bidirectional), generation every token for a span (causal), infilling
      the blank for a span and the rest for context. Python's libraries attend causally unless told otherwise.
      """;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private Saving() {}

  /** Saves the adapter where there is one, of a base of this name; else the whole model. */
  static void save(Magnet model, String name, Path folder) {
    Optional<Adapter> learnt = model.adapter();
    if (learnt.isPresent()) {
      AdapterFiles.Base base = base(name);
      Consumer<Path> beside =
          stage -> {
            AtomicFile.write(stage.resolve(NOTE), GSON.toJson(note(model, name)) + "\n");
            writeCard(adapterCard(model, base), stage, folder);
          };
      learnt.get().save(folder, base, beside);
    } else {
      CheckpointWriter.write(
          folder,
          model.decoder(),
          model.frame().tokenizer(),
          model.frame().ends(),
          stage -> writeCard(checkpointCard(model), stage, folder));
    }
  }

  /** Saves a model for sentence-transformers, with its adapter merged. */
  static void sentenceTransformer(Magnet model, Path folder, Encoding how) {
    if (how.pooling() != Pooling.LAST_TOKEN) {
      throw new IllegalArgumentException(
          ("Pooling %s cannot be saved for sentence-transformers, whose means count the begin and"
                  + " end tokens as well; save it with Pooling.LAST_TOKEN.")
              .formatted(how.pooling()));
    }
    if (how.dimensions() > 0) {
      throw new IllegalArgumentException(
          ("The first %d dimensions cannot be saved for sentence-transformers; save all, and give"
                  + " truncate_dim in Python.")
              .formatted(how.dimensions()));
    }
    TextFrame frame = model.frame();
    String prompt = how.instruction().isEmpty() ? "" : how.instruction() + " ";
    SentenceTransformerWriter.Recipe recipe =
        new SentenceTransformerWriter.Recipe(
            prompt, how.causal(), how.normalised(), frame.sentenceEnd());
    try (Magnet plain = model.adapter().isPresent() ? model.merge() : model.withoutAdapter()) {
      SentenceTransformerWriter.write(
          folder,
          plain.decoder(),
          frame.tokenizer(),
          frame.ends(),
          recipe,
          stage -> writeCard(encoderCard(model, how), stage, folder));
    }
  }

  /**
   * What an adapter's folder says about the base that it learnt on.
   *
   * @return {@code "int8"} or {@code "int4"}; empty if the base was whole, or unknown
   */
  static String quantisedBase(Path folder) {
    Path note = folder.resolve(NOTE);
    String held = Files.exists(note) ? KeyedReader.json(note).text(BASE_WEIGHTS).orElse("") : "";
    return held.startsWith("int") ? held : "";
  }

  /** A name of the Hub is separated from its revision; a folder stays as it is. */
  private static AdapterFiles.Base base(String name) {
    int at = name.indexOf('@');
    return at < 0 || !Repo.isRepo(name) || Files.isDirectory(Path.of(name))
        ? new AdapterFiles.Base(name, "")
        : new AdapterFiles.Base(name.substring(0, at), name.substring(at + 1));
  }

  private static JsonObject note(Magnet model, String name) {
    JsonObject attention = new JsonObject();
    attention.addProperty(
        "rule",
        "a query sees every context token; a span token also sees the span tokens up to itself");
    attention.addProperty("embed", "every token is context: bidirectional");
    attention.addProperty("infill", "blanks are spans, the rest is context: hybrid");
    attention.addProperty("generate", "every token is of a span: causal");
    JsonObject embedding = new JsonObject();
    embedding.addProperty("instruction", Encoding.INSTRUCTION);
    embedding.addProperty("pooling", "last token");
    embedding.addProperty("end_token", model.token(model.frame().sentenceEnd()));
    String bits = model.decoder().quantisation().label();
    JsonObject note = new JsonObject();
    note.addProperty("method", "MAGNET, arXiv 2501.08648");
    note.addProperty("base_model", name);
    note.addProperty(BASE_WEIGHTS, bits.isEmpty() ? model.decoder().precision().torchName() : bits);
    note.addProperty("steps", model.history().steps());
    note.add("attention", attention);
    note.add("embedding", embedding);
    return note;
  }

  private static String adapterCard(Magnet model, AdapterFiles.Base base) {
    String head = Repo.isRepo(base.name()) ? "base_model: " + base.name() + "\n" : "";
    String path = base.name().isEmpty() ? "the-base-model" : base.name();
    return card(
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
            """,
            model.adapter().orElseThrow().config().rank(),
            path,
            model.architecture().family(),
            RULE,
            path));
  }

  private static String checkpointCard(Magnet model) {
    return card(
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

  private static String encoderCard(Magnet model, Encoding how) {
    String needs =
        how.causal()
            ? ""
            : """
            It attends in both directions by `"is_causal": false` in config.json, which **transformers 5.2 and newer**
            understand; older ones would attend causally and give other vectors.
            """;
    return card(
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

  /** Markdown with the Hub's metadata at its head: what a model is, and how Python uses it. */
  private static String card(String metadata, String title, String body) {
    return "---\n" + metadata + "---\n" + MARK + "\n# " + title + "\n\n" + body;
  }

  /** Writes a card to a stage, unless the folder has a README.md that we did not write. */
  private static void writeCard(String card, Path stage, Path folder) {
    Path file = folder.resolve(CARD);
    if (!Files.exists(file) || AtomicFile.read(file).contains(MARK)) {
      AtomicFile.write(stage.resolve(CARD), card);
    }
  }
}
