package magnet.pocket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one resource of tables and plots; {@link FrameReader} knows the notation of frames. */
final class WorldLines {

  private static final Pattern TABLE = Pattern.compile("table(!?) (\\w+): (.+)");
  private static final Pattern PLOT =
      Pattern.compile("plot (\\w+): (\\w+) \\+ (\\w+) \\+ (\\w+) with (.+)");
  private static final Pattern STEP = Pattern.compile("([1-5])([+-]?) ([a-z]+):");

  private final String file;
  private final Map<String, Table> tables;
  private final List<Plot> plots;
  private String topic = "";
  private Table table;
  private List<String> entities;
  private Plot plot;
  private List<List<Node>> frames;

  WorldLines(String file, Map<String, Table> tables, List<Plot> plots) {
    this.file = file;
    this.tables = tables;
    this.plots = plots;
  }

  void read(List<String> lines) {
    for (String line : lines) {
      try {
        read(line);
      } catch (RuntimeException e) {
        throw new IllegalStateException(
            "%s, line \"%s\": %s".formatted(file, line, e.getMessage()), e);
      }
    }
  }

  private void read(String line) {
    Matcher head = TABLE.matcher(line);
    Matcher begin = PLOT.matcher(line);
    Matcher step = STEP.matcher(line);
    if (line.startsWith("topic ")) {
      topic = line.substring("topic ".length());
    } else if (head.matches()) {
      beginTable(head);
    } else if (begin.matches()) {
      beginPlot(begin);
    } else if (step.matches()) {
      beginEvent(step);
    } else if (plot != null) {
      frames.add(FrameReader.read(line, ""));
    } else {
      Arrays.stream(line.split(";")).map(String::strip).forEach(this::addRow);
    }
  }

  private void beginTable(Matcher head) {
    List<String> columns = new ArrayList<>();
    entities = new ArrayList<>();
    for (String column : head.group(3).split("\\|")) {
      String[] parts = column.strip().split("@");
      columns.add(parts[0]);
      entities.add(parts.length > 1 ? parts[1] : "");
    }
    boolean names = !head.group(1).isEmpty();
    table = new Table(head.group(2), List.copyOf(columns), names, new ArrayList<>());
    tables.put(table.name(), table);
    plot = null;
  }

  private void addRow(String row) {
    String[] cells = row.split("\\|");
    if (cells.length != table.columns().size()) {
      throw new IllegalStateException(
          "row \"%s\" has %d cells for the columns %s"
              .formatted(row, cells.length, table.columns()));
    }
    List<List<Phrase>> phrases = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String entity = entities.get(i);
      phrases.add(
          Arrays.stream(cells[i].strip().split(" / "))
              .map(source -> Phrase.read(source.strip(), entity))
              .toList());
    }
    table.rows().add(phrases);
  }

  private void beginPlot(Matcher begin) {
    List<Table> used = new ArrayList<>();
    for (String name : begin.group(5).split(" ")) {
      if (!tables.containsKey(name)) {
        throw new IllegalStateException("there is no table \"%s\" above".formatted(name));
      }
      used.add(tables.get(name));
    }
    plot =
        new Plot(
            begin.group(1),
            topic,
            begin.group(2),
            begin.group(3),
            begin.group(4),
            used,
            steps(3),
            steps(2),
            steps(2));
    plots.add(plot);
  }

  private void beginEvent(Matcher step) {
    int sentence = Integer.parseInt(step.group(1)) - 1;
    boolean well = !step.group(2).equals("-");
    frames = new ArrayList<>();
    plot.events(sentence, well).add(new Event(plot.name() + "." + step.group(3), frames));
  }

  private static List<List<Event>> steps(int count) {
    return Stream.<List<Event>>generate(ArrayList::new).limit(count).toList();
  }
}
