package magnet.pocket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.pocket.grammar.Lexicon;
import magnet.pocket.grammar.Verbs;

/** All that the resources of the world hold: tables, plots and verbs. */
final class World {

  private static final String FOLDER = "/magnet/pocket/";

  /** The world, read once. */
  static final World INSTANCE = new World();

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<Plot> plots = new ArrayList<>();
  private final Lexicon lexicon;

  private World() {
    lexicon = Lexicon.read(lines("tags.txt"), Verbs.read(lines("verbs.txt")));
    for (String file : lines("contents.txt")) {
      new WorldLines(file, tables, plots).read(lines(file));
    }
  }

  Lexicon lexicon() {
    return lexicon;
  }

  List<Plot> plots() {
    return plots;
  }

  List<Table> tables() {
    return List.copyOf(tables.values());
  }

  Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("the world has no table \"%s\"".formatted(name));
    }
    return table;
  }

  /** The lines of a resource without comments and empty lines. */
  static List<String> lines(String file) {
    try (InputStream bytes = World.class.getResourceAsStream(FOLDER + file)) {
      if (bytes == null) {
        throw new IllegalStateException(
            "resource %s%s is missing from the class path; build the jar with its resources"
                .formatted(FOLDER, file));
      }
      return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
