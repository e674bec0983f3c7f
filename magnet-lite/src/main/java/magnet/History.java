package magnet;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import magnet.io.AtomicFile;
import magnet.io.KeyedReader;
import magnet.io.NotNull;
import magnet.io.Range;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.train.TrainingRow;
import magnet.view.LineChart;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * How a training run went: a row for each step with the loss of each objective, the losses on
 * held-out text where they were measured, learning rate, gradient norm, tokens and speed.
 */
public final class History {

  private final List<TrainingRow> rows;
  private final int planned;

  /** A history of a run that was to have so many steps; its rows are in order. */
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
    for (String line : AtomicFile.read(NotNull.of(file, "file")).lines().toList()) {
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
              json.number("tokens").orElse(0.0).longValue(),
              json.number("tokens-per-second").orElse(unknown),
              numbers(json, "held-out")));
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

  /** The tokens of all views that went through the model; empty where a step does not tell. */
  public OptionalLong tokens() {
    return made().allMatch(row -> row.tokens() > 0)
        ? OptionalLong.of(made().mapToLong(TrainingRow::tokens).sum())
        : OptionalLong.empty();
  }

  /** How long the steps took, without what was measured between them; empty if one is unknown. */
  public Optional<Duration> time() {
    double seconds = made().mapToDouble(row -> row.tokens() / row.tokensPerSecond()).sum();
    return tokens().isPresent() && Double.isFinite(seconds)
        ? Optional.of(Duration.ofMillis(Math.round(1000 * seconds)))
        : Optional.empty();
  }

  private Stream<TrainingRow> made() {
    return rows.stream().filter(row -> row.step() > 0);
  }

  /** The names of the objectives that were trained, in the order in which they came in. */
  public List<String> objectives() {
    return names(TrainingRow::losses);
  }

  /**
   * The loss of an objective in the last step in which it was active.
   *
   * @param objective its name, such as mntp, sscl or msg
   */
  public Optional<Double> loss(String objective) {
    return last(TrainingRow::losses, objective);
  }

  /**
   * The latest loss of an objective on held-out text.
   *
   * @param objective its name, such as mntp, sscl or msg
   */
  public Optional<Double> heldOutLoss(String objective) {
    return last(TrainingRow::heldOut, objective);
  }

  private Optional<Double> last(
      Function<TrainingRow, Map<String, Double>> losses, String objective) {
    return rows.stream()
        .map(row -> losses.apply(row).get(objective))
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later);
  }

  private List<String> names(Function<TrainingRow, Map<String, Double>> losses) {
    return rows.stream().flatMap(row -> losses.apply(row).keySet().stream()).distinct().toList();
  }

  /**
   * All rows as a table: step, the objectives, {@code held-out} and the objectives, learning rate,
   * gradient norm, tokens (of all views), tokens/s. What was not measured at a step is missing.
   */
  public Table table() {
    int[] steps = rows.stream().mapToInt(TrainingRow::step).toArray();
    Table table = Table.create("history", IntColumn.create("step", steps));
    for (String name : names(TrainingRow::losses)) {
      table.addColumns(column(name, row -> row.losses().get(name)));
    }
    for (String name : names(TrainingRow::heldOut)) {
      table.addColumns(column(LineChart.HELD_OUT + name, row -> row.heldOut().get(name)));
    }
    table.addColumns(
        column("learning rate", row -> row.step() == 0 ? null : row.learningRate()),
        column("gradient norm", row -> row.step() == 0 ? null : row.gradientNorm()),
        column("tokens", row -> row.tokens() == 0 ? null : (double) row.tokens()),
        column("tokens/s", row -> row.step() == 0 ? null : row.tokensPerSecond()));
    return table;
  }

  /**
   * Writes a JSON object a row, for programs that follow trainings: {@code step}, {@code losses},
   * {@code held-out}, {@code learning-rate}, {@code gradient-norm}, {@code tokens} and {@code
   * tokens-per-second}. What was not measured at a step, or is no number, is left out.
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
        addFinite(line, "learning-rate", row.learningRate());
        addFinite(line, "gradient-norm", row.gradientNorm());
        if (row.tokens() > 0) {
          line.addProperty("tokens", row.tokens());
        }
        addFinite(line, "tokens-per-second", row.tokensPerSecond());
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
    numbers.forEach((name, number) -> addFinite(object, name, number));
    return object;
  }

  private static void addFinite(JsonObject object, String name, double number) {
    if (Double.isFinite(number)) {
      object.addProperty(name, number);
    }
  }

  /** A column of what each row has, missing where that is null. */
  private DoubleColumn column(String name, Function<TrainingRow, Double> value) {
    DoubleColumn column = DoubleColumn.create(name);
    rows.forEach(row -> column.appendObj(value.apply(row)));
    return column;
  }

  /**
   * The losses over the steps, those on held-out text as lines of their own.
   *
   * @throws IllegalArgumentException if there is no step to draw
   */
  public XYChart chart() {
    List<String> losses = new ArrayList<>(names(TrainingRow::losses));
    names(TrainingRow::heldOut).forEach(name -> losses.add(LineChart.HELD_OUT + name));
    return LineChart.of(table(), "step", losses, "Loss while training", "loss");
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    words.append(steps()).append(isComplete() ? " steps" : " of " + planned + " steps");
    for (String name : names(TrainingRow::losses)) {
      words.append(", ").append(name).append(' ');
      words.append(String.format(Locale.ROOT, "%.3f", loss(name).orElseThrow()));
      heldOutLoss(name)
          .ifPresent(held -> words.append(String.format(Locale.ROOT, " (held out %.3f)", held)));
    }
    return words.toString();
  }
}
