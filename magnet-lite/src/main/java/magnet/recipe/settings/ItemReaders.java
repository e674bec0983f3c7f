package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import magnet.data.BadRows;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.ScoredPairs;
import magnet.data.benchmark.SemEvalSts;
import magnet.data.benchmark.Sick;
import magnet.data.benchmark.StsBenchmark;
import magnet.io.KeyedReader;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/**
 * Where a task's items come from: files and folders by their format, or the pocket world.
 *
 * @param world makes items of the pocket world
 * @param usual how many of these by default
 */
public record ItemReaders<T>(
    Map<String, BiFunction<Path, BadRows, List<T>>> files,
    Function<PocketItems, List<T>> world,
    int usual) {

  /** Pairs of sentences with scores: what is measured, and what training leaves out. */
  public static final ItemReaders<ScoredPair> SCORED_PAIRS =
      new ItemReaders<>(
          Map.of(
              "semeval", SemEvalSts::read,
              "sick", Sick::read,
              "sts-benchmark", StsBenchmark::read,
              "table", ScoredPairs::read),
          items -> PocketWorld.sts(items.split(), items.count(), items.seed()),
          1000);

  /**
   * Reads "data", and "path" or what the pocket world must know; the items when they are needed.
   *
   * @param what what the path should be, for messages
   */
  public Function<BadRows, List<T>> source(KeyedReader section, String what) {
    Map<String, Function<KeyedReader, Function<BadRows, List<T>>>> kinds = new TreeMap<>();
    files.forEach(
        (name, reader) ->
            kinds.put(
                name,
                asked -> {
                  Path path = asked.neededPath("path", what);
                  return bad -> reader.apply(path, bad);
                }));
    kinds.put(
        PocketItems.NAME,
        asked -> {
          PocketItems items = PocketItems.read(asked, Split.TEST, usual);
          return bad -> world.apply(items);
        });
    return section.neededChoice("data", kinds).apply(section);
  }
}
