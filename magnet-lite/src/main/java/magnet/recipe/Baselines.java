package magnet.recipe;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import magnet.Candidates;
import magnet.Encoding;
import magnet.Hub;
import magnet.Magnet;
import magnet.eval.Candidate;
import magnet.infer.encoding.TextEncoder;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;
import magnet.model.encoder.SentenceFolder;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.RecordReader;

/** Reads the baselines: short names, text encoders, and classes of the user. */
final class Baselines {

  /** The base model as the decoder that it is. */
  static final Baseline BASE = new OfBase("BASE", "base", Candidates::causal);

  /** What a recipe calls those of the base model. */
  private static final Map<String, Baseline> KNOWN =
      Map.of(
          "base",
          BASE,
          "base-without-instruction", // nothing but sentences depends on MAGNET's instruction
          new OfBase("PLAIN", "base, no instruction", OfBase::plain),
          "echo",
          new OfBase("ECHO", "Echo", Candidates::echo),
          "base-ranked", // blanks are filled from the left, the best of many continuations
          new OfBase("RANKED", "base, ranked", Candidates::ranked));

  private Baselines() {}

  /** The base model in a role; the key distinguishes roles in the keys of kept results. */
  private record OfBase(String key, String title, BiFunction<String, Magnet, Candidate> role)
      implements Baseline {

    @Override
    public Opened open(Magnet base) {
      String print = Digest.ofTexts(base.fingerprint(), key);
      return new Opened(role.apply(title, base), print, () -> {});
    }

    private static Candidate plain(String title, Magnet base) {
      Encoding encoding = Encoding.magnet().leftToRight().instruction("");
      return Candidate.named(title)
          .withSentences(Candidates.of(title, base, encoding).sentences().orElseThrow());
    }
  }

  /** A text encoder that is measured beside the base model. */
  private record OfEncoder(String title, String source, String device, SourceLocation place)
      implements Baseline {

    /** A folder is checked at once, so that an unsupported one does not end the run later. */
    static OfEncoder read(KeyedReader section, KeyedReader recipe) {
      String source = ModelPlan.source(section, "encoder", "a text encoder's name or folder");
      Path folder = Path.of(source);
      SourceLocation place = section.place("encoder");
      if (Files.isDirectory(folder)) {
        place.made(() -> SentenceFolder.read(folder));
      }
      return new OfEncoder(
          section.text("name").orElse(folder.normalize().getFileName().toString()),
          source,
          recipe.text("device").orElse("auto"),
          place);
    }

    @Override
    public Opened open(Magnet base) {
      try {
        Path folder = Files.isDirectory(Path.of(source)) ? Path.of(source) : Hub.encoder(source);
        TextEncoder encoder = TextEncoder.load(folder, device);
        return new Opened(
            Candidates.encoder(title, encoder), Digest.ofFiles(encoder.folder()), encoder::close);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
      }
    }
  }

  /** One that somebody else wrote: measured again where its code was changed. */
  private record OfClass(Baseline own) implements Baseline {

    @Override
    public String title() {
      return own.title();
    }

    @Override
    public Opened open(Magnet base) {
      Opened opened = own.open(base);
      String print = Digest.ofTexts(opened.print(), Digest.ofClass(own.getClass()));
      return new Opened(opened.candidate(), print, opened.own());
    }
  }

  /**
   * Reads "baselines", a list of names and of sections with an encoder; the base model where
   * nothing is said.
   */
  static List<Baseline> readAll(KeyedReader recipe) {
    if (!recipe.has("baselines")) {
      return List.of(BASE);
    }
    List<Baseline> found = new ArrayList<>();
    for (KeyedReader each : recipe.sectionsOrValues("baselines", "role")) {
      Baseline one = read(each, recipe);
      each.end();
      if (found.stream().anyMatch(other -> other.title().equals(one.title()))) {
        throw recipe.refusal(
            "baselines", "has \"" + one.title() + "\" twice; leave one out, or give it a name");
      }
      found.add(one);
    }
    return List.copyOf(found);
  }

  private static Baseline read(KeyedReader section, KeyedReader recipe) {
    if (section.has("encoder")) {
      return OfEncoder.read(section, recipe);
    }
    if (!section.has("class")) {
      return section.neededChoice("role", KNOWN);
    }
    RecordReader reader = new RecordReader(section);
    Class<? extends Baseline> type = reader.type(Baseline.class);
    List<Object> values = new ArrayList<>();
    for (RecordComponent each : type.getRecordComponents()) {
      values.add(
          each.getName().equals("title")
              ? section.text("name").orElse(type.getSimpleName())
              : reader.needed(each));
    }
    return new OfClass(reader.made(type, values));
  }
}
