package magnet.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables of words and patterns of stories, as a text resource holds them; the resource itself
 * explains how it is written.
 */
final class StoryBook {

  /** How many sentences a story has. */
  static final int SENTENCES = 5;

  private static final String TABLE = "table ";
  private static final String PATTERN = "pattern ";

  private final Map<String, Table> tables = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** Rows of words, each word under the name of its column. */
  record Table(List<String> columns, List<List<String>> rows) {}

  /**
   * A course of events.
   *
   * @param tables the tables from which a story of this kind takes a row each
   * @param phrasings for each of the five sentences, the ways to tell it
   */
  record Pattern(String name, List<Table> tables, List<List<String>> phrasings) {}

  private StoryBook() {}

  /** Reads a resource that lies beside this class. */
  static StoryBook read(String resource) {
    try (InputStream bytes = StoryBook.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IllegalStateException(
            ("resource magnet/data/%s is missing from the class path;"
                    + " build the jar with its resources")
                .formatted(resource));
      }
      StoryBook book = new StoryBook();
      new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(new Lines(book)::read);
      return book;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(resource, e.getMessage()), e);
    }
  }

  List<Pattern> patterns() {
    return patterns;
  }

  Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("there is no table \"%s\" of words".formatted(name));
    }
    return table;
  }

  /** Adds line after line to the table or pattern that was begun last. */
  private static final class Lines {

    private final StoryBook book;
    private Table table;
    private Pattern pattern;

    private Lines(StoryBook book) {
      this.book = book;
    }

    private void read(String line) {
      if (line.startsWith(TABLE)) {
        String[] head = line.substring(TABLE.length()).split(": ");
        table = new Table(cells(head[1]), new ArrayList<>());
        pattern = null;
        book.tables.put(head[0], table);
      } else if (line.startsWith(PATTERN)) {
        String[] head = line.substring(PATTERN.length()).split(": ");
        List<Table> used = Arrays.stream(head[1].split(", ")).map(book::table).toList();
        pattern = new Pattern(head[0], used, new ArrayList<>());
        for (int i = 0; i < SENTENCES; i++) {
          pattern.phrasings().add(new ArrayList<>());
        }
        book.patterns.add(pattern);
      } else if (pattern != null) {
        pattern.phrasings().get(line.charAt(0) - '1').add(line.substring(2));
      } else {
        List<String> row = cells(line);
        if (row.size() != table.columns().size()) {
          throw new IllegalStateException(
              "\"%s\" has %d words for the columns %s"
                  .formatted(line, row.size(), table.columns()));
        }
        table.rows().add(row);
      }
    }

    private static List<String> cells(String line) {
      return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
  }
}
