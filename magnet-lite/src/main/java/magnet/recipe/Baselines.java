package magnet.recipe;

import static java.util.Map.entry;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import magnet.Candidates;
import magnet.Encoding;
import magnet.Magnet;
import magnet.eval.Candidate;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.recipe.settings.RecordReader;

/** Reads the baselines: short names, text encoders, and classes of the user. */
final class Baselines {

  /** The base model as the decoder that it is. */
  static final Baseline BASE = new OfBase("BASE", "base", Candidates::causal);

  /** What a recipe calls those of the base model. */
  private static final Map<String, Baseline> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              entry("base", BASE),
              // MAGNET's instruction is left out; nothing but sentences depends on it.
              entry(
                  "base-without-instruction",
                  new OfBase("PLAIN", "base, no instruction", OfBase::plain)),
              entry("echo", new OfBase("ECHO", "Echo", Candidates::echo)),
              // Blanks filled from the left, the best of many continuations.
              entry("base-ranked", new OfBase("RANKED", "base, ranked", Candidates::ranked))));

  private Baselines() {}

  /**
   * The base model in a role.
   *
   * @param key distinguishes roles in the keys of kept results
   * @param title the name in every table
   * @param role makes a candidate of a name and the base model
   */
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

  /**
   * One that somebody else wrote: measured again where its code was changed.
   *
   * @param own as it was written
   */
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
      return EncoderBaseline.read(section, recipe);
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
