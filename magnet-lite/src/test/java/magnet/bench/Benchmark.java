package magnet.bench;

import ai.djl.Device;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.io.AtomicFolder;
import magnet.kernel.TorchRuntime;
import magnet.model.CheckpointWriter;
import magnet.model.Decoder;
import magnet.model.Precision;
import magnet.model.RandomModels;
import magnet.model.tokenizer.BytePairTrainer;
import magnet.model.tokenizer.TextTokenizer;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import magnet.view.ShownTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How fast training, embedding, generation and infilling are here, beside the Python peer where it
 * is at hand: {@code Benchmark [shapes] [rounds] [device] [precisions] [tasks] [against=FOLDER]},
 * as in {@code S,M,L 3 cpu float32 training,embedding}.
 *
 * <p>Ours and the peer's blocks take turns, round by round, because the speed of a shared machine
 * drifts; rates are medians over all blocks of all rounds, and the ratio is the median of the
 * ratios of the rounds. With {@code against} another commit's classes take the peer's place, and
 * each turn of either is a process of its own; so is each of shape L, which gives its memory back.
 */
public final class Benchmark {

  /** A precision that the machine multiplies so many times as slowly as float32 is left out. */
  private static final double TOO_SLOW = 10;

  private static final String AGAINST = "against=";

  /**
   * What is measured, and how often.
   *
   * @param against the folder of other classes; empty for the Python peer
   */
  record Options(
      List<BenchmarkShape> shapes,
      int rounds,
      String device,
      List<Precision> precisions,
      List<String> tasks,
      Optional<Path> against) {

    /** Reads the command line; precisions are empty where it names none. */
    static Options of(String... arguments) {
      List<String> places = Stream.of(arguments).filter(each -> !each.startsWith(AGAINST)).toList();
      List<String> tasks = named(places, 4, String.join(",", BenchmarkModel.TASKS));
      for (String task : tasks) {
        if (!BenchmarkModel.TASKS.contains(task)) {
          throw new IllegalArgumentException(
              "Task \"%s\" is not known; expected some of %s."
                  .formatted(task, BenchmarkModel.TASKS));
        }
      }
      return new Options(
          named(places, 0, "S").stream().map(BenchmarkShape::of).toList(),
          Integer.parseInt(named(places, 1, "3").get(0)),
          named(places, 2, "cpu").get(0),
          named(places, 3, "").stream().filter(each -> !each.isEmpty()).map(Precision::of).toList(),
          tasks,
          Stream.of(arguments)
              .filter(each -> each.startsWith(AGAINST))
              .map(each -> Path.of(each.substring(AGAINST.length())).toAbsolutePath())
              .findFirst());
    }

    private static List<String> named(List<String> places, int place, String usual) {
      return List.of((place < places.size() ? places.get(place) : usual).split(","));
    }
  }

  private final Options options;
  private final Device device;
  private final Optional<BenchmarkPeer> peer;

  private Benchmark(Options options) {
    this.options = options;
    device = TorchRuntime.device(options.device());
    peer = options.against().isPresent() ? Optional.empty() : BenchmarkPeer.find();
  }

  /**
   * Measures, and prints each row as it comes.
   *
   * @param arguments shapes (of S, M, L), number of rounds, device, precisions (of float32,
   *     bfloat16; those that the machine multiplies well where none is named), tasks; all optional
   */
  public static void main(String[] arguments) throws IOException {
    new Benchmark(Options.of(arguments)).run();
  }

  private void run() throws IOException {
    System.out.printf(
        "%s, %d cores, device %s%n",
        processor(), Runtime.getRuntime().availableProcessors(), device);
    System.out.println(
        options
            .against()
            .map(classes -> "The classes of " + classes + " run in turn with ours.")
            .orElse(
                peer.isPresent()
                    ? "The Python peer runs in turn with ours."
                    : "The Python peer is not at hand: only ours is measured."));
    List<Precision> precisions =
        options.precisions().isEmpty() ? multipliedWell(device) : options.precisions();
    for (BenchmarkShape shape : options.shapes()) {
      Path folder = Files.createTempDirectory("magnet-benchmark");
      try {
        write(shape, folder);
        List<BenchmarkRow> rows = new ArrayList<>();
        for (Precision precision : precisions) {
          measure(shape, precision, folder, rows);
        }
        System.out.println(ShownTable.of(table(shape, rows)).text());
      } finally {
        AtomicFolder.delete(folder);
      }
    }
  }

  private static List<Precision> multipliedWell(Device device) {
    List<Precision> found = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      double cost = precision.costOn(device);
      if (isTooSlow(cost)) {
        System.out.printf(
            "Left out: %s, whose products take %.0f times as long as float32's here; name it as the"
                + " fourth argument to measure it all the same.%n",
            precision.torchName(), cost);
      } else {
        found.add(precision);
      }
    }
    return found;
  }

  /** Whether nobody would compute so where a product takes so many times as long as in float32. */
  static boolean isTooSlow(double cost) {
    return cost >= TOO_SLOW;
  }

  private void measure(
      BenchmarkShape shape, Precision precision, Path folder, List<BenchmarkRow> rows) {
    try (BenchmarkModel model = new BenchmarkModel(shape, folder, precision, device)) {
      System.out.printf(
          "Shape %s, %s: matrix products at %.0f GFLOP/s%n",
          shape.name(), precision.torchName(), model.matrixProducts());
      for (String name : options.tasks()) {
        BenchmarkTask task = model.task(name);
        List<BenchmarkRow.Round> rounds = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
          rounds.add(round(task, shape, folder));
        }
        String beside = options.against().isPresent() ? "those classes" : "the careful peer";
        BenchmarkRow row = new BenchmarkRow(task, rounds, beside);
        System.out.println("  " + row);
        rows.add(row);
      }
    }
  }

  /** Ours, then the peer's or that of other classes. */
  private BenchmarkRow.Round round(BenchmarkTask task, BenchmarkShape shape, Path folder) {
    List<String> turn =
        List.of(shape.name(), folder.toString(), task.precision(), options.device(), task.name());
    boolean apart = shape.apart() || options.against().isPresent();
    List<Double> ours =
        apart
            ? BenchmarkProcess.seconds(BenchmarkProcess.turn(BenchmarkProcess.own(), turn))
            : BenchmarkTurn.seconds(task, shape);
    if (options.against().isPresent()) {
      List<String> theirs = BenchmarkProcess.turn(options.against().get(), turn);
      return new BenchmarkRow.Round(ours, BenchmarkProcess.seconds(theirs), List.of());
    }
    return new BenchmarkRow.Round(
        ours,
        peer.map(each -> each.seconds(task.peer(), shape)).orElse(List.of()),
        peer.filter(each -> !task.plainPeer().isEmpty())
            .map(each -> each.seconds(task.plainPeer(), shape))
            .orElse(List.of()));
  }

  /** What Linux calls it. */
  private static String processor() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    return Files.exists(cpus)
        ? Files.readAllLines(cpus).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"))
        : System.getProperty("os.arch");
  }

  private Table table(BenchmarkShape shape, List<BenchmarkRow> rows) {
    Table table =
        Table.create("Shape " + shape.name())
            .addColumns(
                StringColumn.create("task"),
                StringColumn.create("precision"),
                StringColumn.create("unit"),
                DoubleColumn.create("ours"),
                DoubleColumn.create("best"),
                DoubleColumn.create(options.against().isPresent() ? "others" : "careful peer"),
                DoubleColumn.create("ratio"),
                DoubleColumn.create("plain peer"),
                DoubleColumn.create("ratio to plain"));
    for (BenchmarkRow row : rows) {
      table.stringColumn(0).append(row.task().name());
      table.stringColumn(1).append(row.task().precision());
      table.stringColumn(2).append(row.task().unit() + "/s");
      double[] numbers = {
        row.rate(BenchmarkRow.Round::ours),
        row.bestRate(),
        row.rate(BenchmarkRow.Round::careful),
        row.ratio(BenchmarkRow.Round::careful),
        row.rate(BenchmarkRow.Round::plain),
        row.ratio(BenchmarkRow.Round::plain)
      };
      for (int i = 0; i < numbers.length; i++) {
        table.doubleColumn(3 + i).append(numbers[i]);
      }
    }
    return table;
  }

  /** A checkpoint of the shape, with random weights and a tokenizer. */
  static void write(BenchmarkShape shape, Path folder) throws IOException {
    BytePairTrainer.train(PocketWorld.stories(Split.TRAIN, 200, 1), 600).save(folder);
    fillVocabulary(folder.resolve("tokenizer.json"), shape.architecture().vocabularySize());
    try (Decoder decoder = RandomModels.untrained(shape.architecture(), 0);
        TextTokenizer tokenizer = TextTokenizer.load(folder)) {
      CheckpointWriter.write(
          folder, decoder, tokenizer, shape.architecture().eosIds(), stage -> {});
    }
  }

  /** Gives every id of the model a token, so that what random weights write can be decoded. */
  private static void fillVocabulary(Path tokenizerJson, int size) throws IOException {
    JsonObject json = new Gson().fromJson(Files.readString(tokenizerJson), JsonObject.class);
    JsonObject vocabulary = json.getAsJsonObject("model").getAsJsonObject("vocab");
    for (int id = vocabulary.size(); id < size; id++) {
      vocabulary.addProperty("w" + id, id);
    }
    Files.writeString(tokenizerJson, new Gson().toJson(json));
  }
}
