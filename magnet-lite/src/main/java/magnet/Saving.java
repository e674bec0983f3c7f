package magnet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final String BOS = "begin_token";

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
            ModelCard.ofAdapter(model, base).write(stage, folder);
          };
      learnt.get().save(folder, base, beside);
    } else {
      CheckpointWriter.write(
          folder,
          model.decoder(),
          model.frame().tokenizer(),
          model.frame().ends(),
          stage -> ModelCard.ofCheckpoint(model).write(stage, folder));
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
          stage -> ModelCard.ofSentenceTransformer(model, how).write(stage, folder));
    }
  }

  /**
   * What an adapter's folder says about the base that it learnt on.
   *
   * @return {@code "int8"} or {@code "int4"}; empty if the base was whole, or unknown
   */
  static String quantisedBase(Path folder) {
    String held = noted(folder, BASE_WEIGHTS);
    return held.startsWith("int") ? held : "";
  }

  /** The token that began the texts of an adapter; empty if none did, or if nobody knows. */
  static String bosOfAdapter(Path folder) {
    return noted(folder, BOS);
  }

  private static String noted(Path folder, String key) {
    Path note = folder.resolve(NOTE);
    return Files.exists(note) ? KeyedReader.json(note).text(key).orElse("") : "";
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
    if (!model.frame().bos().isEmpty()) {
      note.addProperty(BOS, model.frame().bos());
    }
    note.addProperty("steps", model.history().steps());
    note.add("attention", attention);
    note.add("embedding", embedding);
    return note;
  }
}
