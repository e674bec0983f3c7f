package magnet.recipe;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import magnet.Candidates;
import magnet.Encoding;
import magnet.Magnet;
import magnet.eval.Candidate;
import magnet.recipe.settings.ContentHash;
import magnet.recipe.settings.KeyedSettings;

/** Who is measured without a training: the base model in some role, or another model beside it. */
interface Baseline {

  /** The base model as the decoder that it is. */
  Baseline BASE = new OfBase("BASE", "base", Candidates::causal);

  /** What a recipe calls those of the base model. */
  Map<String, Baseline> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              entry("base", BASE),
              // MAGNET's instruction is left out; nothing but sentences depends on it.
              entry(
                  "base-without-instruction",
                  new OfBase("PLAIN", "base, no instruction", OfBase::plain)),
              entry("echo", new OfBase("ECHO", "Echo", Candidates::echo)),
              // Gaps filled from the left, the best of many continuations.
              entry("base-ranked", new OfBase("RANKED", "base, ranked", Candidates::ranked))));

  /** The name in every table. */
  String title();

  /**
   * Makes it ready to be measured.
   *
   * @param base the recipe's model, which stays open until the result is closed
   */
  Opened open(Magnet base);

  /**
   * A baseline that is ready.
   *
   * @param candidate what is measured
   * @param print equal for equal candidates
   * @param own what was loaded for it
   */
  record Opened(Candidate candidate, String print, Runnable own) implements AutoCloseable {

    @Override
    public void close() {
      own.run();
    }
  }

  /**
   * The base model in a role.
   *
   * @param key tells roles apart in what results are kept by
   * @param title the name in every table
   * @param role makes a candidate of a name and the base model
   */
  record OfBase(String key, String title, BiFunction<String, Magnet, Candidate> role)
      implements Baseline {

    @Override
    public Opened open(Magnet base) {
      String print = ContentHash.of(base.fingerprint(), key);
      return new Opened(role.apply(title, base), print, () -> {});
    }

    private static Candidate plain(String title, Magnet base) {
      Encoding encoding = Encoding.magnet().leftToRight().instruction("");
      return Candidate.named(title)
          .withSentences(Candidates.of(title, base, encoding).sentences().orElseThrow());
    }
  }

  /**
   * Reads "baselines", a list of names and of sections with an encoder; the base model where
   * nothing is said.
   */
  static List<Baseline> read(KeyedSettings recipe) {
    if (!recipe.has("baselines")) {
      return List.of(BASE);
    }
    List<Baseline> found = new ArrayList<>();
    for (KeyedSettings each : recipe.sectionsOrValues("baselines", "role")) {
      Baseline one =
          each.has("encoder")
              ? EncoderBaseline.read(each, recipe)
              : each.neededChoice("role", KNOWN);
      each.end();
      if (found.stream().anyMatch(other -> other.title().equals(one.title()))) {
        throw recipe.refusal(
            "baselines", "has \"" + one.title() + "\" twice; leave one out, or give it a name");
      }
      found.add(one);
    }
    return List.copyOf(found);
  }
}
