package magnet.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import magnet.Contenders;
import magnet.Encoding;
import magnet.Magnet;
import magnet.eval.Contender;
import magnet.recipe.settings.Section;

/** Who is measured without a training. */
enum Baseline {
  /** The base model as the decoder that it is. */
  BASE("base") {
    @Override
    Contender contender(Magnet base) {
      return Contenders.causal(title(), base);
    }
  },
  /** The same without MAGNET's instruction before a sentence; nothing else depends on that. */
  PLAIN("base, no instruction") {
    @Override
    Contender contender(Magnet base) {
      Encoding encoding = Encoding.magnet().leftToRight().instruction("");
      return Contender.named(title())
          .withSentences(Contenders.of(title(), base, encoding).sentences().orElseThrow());
    }
  },
  /** Echo embeddings of the base model. */
  ECHO("Echo") {
    @Override
    Contender contender(Magnet base) {
      return Contenders.echo(title(), base);
    }
  },
  /** Gaps filled by the base model from the left, the best of many continuations. */
  RANKED("base, ranked") {
    @Override
    Contender contender(Magnet base) {
      return Contenders.ranked(title(), base);
    }
  };

  private static final Map<String, Baseline> NAMES =
      new TreeMap<>(
          Map.of(
              "base", BASE,
              "base-without-instruction", PLAIN,
              "echo", ECHO,
              "base-ranked", RANKED));

  private final String title;

  Baseline(String title) {
    this.title = title;
  }

  /** The name in every table. */
  String title() {
    return title;
  }

  /** The base model as this baseline. */
  abstract Contender contender(Magnet base);

  /** Reads "baselines"; the base model where nothing is said. */
  static List<Baseline> read(Section recipe) {
    List<Baseline> found = new ArrayList<>();
    for (String name : recipe.texts("baselines").orElse(List.of("base"))) {
      if (!NAMES.containsKey(name)) {
        throw recipe.refusal(
            "baselines",
            "names \"%s\", expected %s".formatted(name, String.join(" or ", NAMES.keySet())));
      }
      found.add(NAMES.get(name));
    }
    return List.copyOf(found);
  }
}
