package magnet;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import magnet.io.AtomicFile;
import magnet.io.KeyedReader;
import magnet.io.NotNull;
import magnet.io.Range;
import magnet.io.Unreadable;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.train.TrainingRow;
import magnet.view.LineChart;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * How a training run went: a row for each step with the loss of each objective, the losses on
 * held-out text where they were measured, learning rate, gradient norm and speed.
 */
public final class History {

  private final List<TrainingRow> rows;
  private final int planned;

  /**
   * A history.
   *
   * @param rows one row per step, in order
   * @param planned how many steps the run was to have
   */
  History(List<TrainingRow> rows, int planned) {
    this.rows = List.copyOf(rows);
    this.planned = planned;
  }

  /** The history of a model that was not trained here: no row. */
  static History none() {
    return new History(List.of(), 0);
  }

  /**
   * Reads a history that {@link #save(Path)} has written.
   *
   * @param file JSON lines
   * @throws IllegalArgumentException if it holds something else
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static History load(Path file) {
    List<TrainingRow> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(NotNull.of(file, "file"))) {
        String place = file + ", line " + (rows.size() + 1);
        KeyedReader json = KeyedReader.json(line, place);
        int step = json.neededWhole("step");
        double unknown = step == 0 ? 0 : Double.NaN;
        rows.add(
            new TrainingRow(
                step,
                numbers(json, "losses"),
                json.number("learning-rate").orElse(unknown),
                json.number("gradient-norm").orElse(unknown),
                json.number("tokens-per-second").orElse(unknown),
                numbers(json, "held-out")));
      }
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    }
    return new History(rows, rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step());
  }

  /**
   * How an adapter of the embedded model {@code "pocket"} was trained by the full recipe. It does
   * not tell the speed.
   *
   * @param variant as in {@link Adapter#pocket(String)}
   * @throws IllegalArgumentException if there is no such adapter
   */
  public static History pocket(String variant) {
    return load(EmbeddedModel.pocketAdapter(variant).folder().resolve(EmbeddedModel.HISTORY));
  }

  private static Map<String, Double> numbers(KeyedReader json, String key) {
    json.neededSection(key);
    return json.numbers(key, Range.any());
  }

  /** The rows in order; step 0, if it is there, is the state before training. */
  public List<TrainingRow> rows() {
    return rows;
  }

  /** The last step that was done. */
  public int steps() {
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step();
  }

  /** Whether all steps were done; not so after an interruption. */
  public boolean isComplete() {
    return steps() == planned;
  }

  /** The names of the objectives that were trained, in the order in which they came in. */
  public List<String> objectives() {
    return List.copyOf(names(rows.stream().map(TrainingRow::losses).toList()));
  }

  /**
   * The loss of an objective in the last step in which it was active.
   *
   * @param objective its name, such as mntp, sscl or msg
   */
  public Optional<Double> loss(String objective) {
    return last(rows.stream().map(TrainingRow::losses).toList(), objective);
  }

  /**
   * The latest loss of an objective on held-out text.
   *
   * @param objective its name, such as mntp, sscl or msg
   */
  public Optional<Double> heldOutLoss(String objective) {
    return last(rows.stream().map(TrainingRow::heldOut).toList(), objective);
  }

  private static Optional<Double> last(List<Map<String, Double>> losses, String objective) {
    for (int i = losses.size() - 1; i >= 0; i--) {
      if (losses.get(i).containsKey(objective)) {
        return Optional.of(losses.get(i).get(objective));
      }
    }
    return Optional.empty();
  }

  /**
   * All rows as a table: step, the objectives, {@code held-out} and the objectives, learning rate,
   * gradient norm, tokens/s (of all views). What was not measured at a step is missing.
   */
  public Table table() {
    Table table = Table.create("history", IntColumn.create("step"));
    rows.forEach(row -> table.intColumn("step").append(row.step()));
    for (String name : names(rows.stream().map(TrainingRow::losses).toList())) {
      table.addColumns(column(name, rows.stream().map(row -> row.losses().get(name)).toList()));
    }
    for (String name : names(rows.stream().map(TrainingRow::heldOut).toList())) {
      table.addColumns(
          column(
              LineChart.HELD_OUT + name,
              rows.stream().map(row -> row.heldOut().get(name)).toList()));
    }
    table.addColumns(
        column("learning rate", trained(TrainingRow::learningRate)),
        column("gradient norm", trained(TrainingRow::gradientNorm)),
        column("tokens/s", trained(TrainingRow::tokensPerSecond)));
    return table;
  }

  /**
   * Writes a JSON object a row, for programs that follow trainings: {@code step}, {@code losses},
   * {@code held-out}, {@code learning-rate}, {@code gradient-norm} and {@code tokens-per-second}.
   * What was not measured at a step, or is no number, is left out.
   *
   * @param file is replaced if it is there; the usual ending is {@code .jsonl}
   * @return this history
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public History save(Path file) {
    StringBuilder lines = new StringBuilder();
    for (TrainingRow row : rows) {
      JsonObject line = new JsonObject();
      line.addProperty("step", row.step());
      line.add("losses", finite(row.losses()));
      line.add("held-out", finite(row.heldOut()));
      if (row.step() > 0) {
        Map<String, Double> trained = new LinkedHashMap<>();
        trained.put("learning-rate", row.learningRate());
        trained.put("gradient-norm", row.gradientNorm());
        trained.put("tokens-per-second", row.tokensPerSecond());
        finite(trained).entrySet().forEach(each -> line.add(each.getKey(), each.getValue()));
      }
      lines.append(line).append('\n');
    }
    AtomicFile.write(NotNull.of(file, "file"), lines.toString());
    return this;
  }

  /** {@link #save(Path)} for a file's name. */
  public History save(String file) {
    return save(Path.of(NotNull.of(file, "file")));
  }

  private static JsonObject finite(Map<String, Double> numbers) {
    JsonObject object = new JsonObject();
    numbers.forEach(
        (name, number) -> {
          if (Double.isFinite(number)) {
            object.addProperty(name, number);
          }
        });
    return object;
  }

  private List<Double> trained(ToDoubleFunction<TrainingRow> value) {
    List<Double> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.step() == 0 ? null : value.applyAsDouble(row)));
    return values;
  }

  private static DoubleColumn column(String name, List<Double> values) {
    DoubleColumn column = DoubleColumn.create(name);
    for (Double value : values) {
      if (value == null) {
        column.appendMissing();
      } else {
        column.append(value);
      }
    }
    return column;
  }

  private static Set<String> names(List<Map<String, Double>> losses) {
    Set<String> names = new LinkedHashSet<>();
    losses.forEach(each -> names.addAll(each.keySet()));
    return names;
  }

  /**
   * The losses over the steps, those on held-out text as lines of their own.
   *
   * @throws IllegalArgumentException if there is no step to draw
   */
  public XYChart chart() {
    Table table = table();
    List<String> losses = new ArrayList<>(names(rows.stream().map(TrainingRow::losses).toList()));
    names(rows.stream().map(TrainingRow::heldOut).toList())
        .forEach(name -> losses.add(LineChart.HELD_OUT + name));
    return LineChart.of(table, "step", losses, "Loss while training", "loss");
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    words.append(steps()).append(isComplete() ? " steps" : " of " + planned + " steps");
    for (String name : names(rows.stream().map(TrainingRow::losses).toList())) {
      words.append(", ").append(name).append(' ');
      words.append(String.format(Locale.ROOT, "%.3f", loss(name).orElseThrow()));
      heldOutLoss(name)
          .ifPresent(held -> words.append(String.format(Locale.ROOT, " (held out %.3f)", held)));
    }
    return words.toString();
  }
}
