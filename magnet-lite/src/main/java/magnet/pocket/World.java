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

/** All that the resources of the world hold: tables by their names, plots and verbs. */
record World(Map<String, Table> tables, List<Plot> plots, Lexicon lexicon) {

  private static final String FOLDER = "/magnet/pocket/";

  /** The world, read once. */
  static final World INSTANCE = read();

  private static World read() {
    Lexicon lexicon = new Lexicon(lines("tags.txt"), new Verbs(lines("verbs.txt")));
    World world = new World(new LinkedHashMap<>(), new ArrayList<>(), lexicon);
    for (String file : lines("contents.txt")) {
      new WorldLines(file, world.tables, world.plots).read(lines(file));
    }
    return world;
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
