package magnet.pocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.pocket.grammar.Lexicon;

/**
 * All that the resources of the world hold.
 *
 * @param tables by their names
 * @param common the tables that every story draws from, whatever its plot, in this order
 * @param plots what happens
 * @param lexicon what words can be
 */
record World(Map<String, Table> tables, List<Table> common, List<Plot> plots, Lexicon lexicon) {

  private static final String FOLDER = "/magnet/pocket/";

  /** The world, read once. */
  static final World INSTANCE = read();

  private static World read() {
    Map<String, Table> tables = tables("common.txt");
    List<Table> common = List.copyOf(tables.values());
    List<Plot> plots = new ArrayList<>();
    for (String file : lines("contents.txt")) {
      new WorldLines(file, tables, plots).read(lines(file));
    }
    return new World(tables, common, plots, new Lexicon(lines("tags.txt"), lines("verbs.txt")));
  }

  /** The tables of a resource without plots, in its order. */
  static Map<String, Table> tables(String file) {
    Map<String, Table> tables = new LinkedHashMap<>();
    new WorldLines(file, tables, new ArrayList<>()).read(lines(file));
    return tables;
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
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
