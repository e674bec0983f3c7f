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
import magnet.io.AtomicFolder;
import magnet.kernel.TorchRuntime;
import magnet.model.CheckpointWriter;
import magnet.model.Decoder;
import magnet.model.Precision;
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
 * is at hand: {@code Benchmark [shapes] [rounds] [device]}, as in {@code S,M 3 cpu}.
 *
 * <p>Ours and the peer's blocks take turns, round by round, because the speed of a shared machine
 * drifts; rates are medians over all blocks of all rounds, and the ratio is the median of the
 * ratios of the rounds.
 */
public final class Benchmark {

  private static final int BLOCKS = 6;
  private static final int WARM_UP = 2;

  private Benchmark() {}

  /**
   * Measures and prints.
   *
   * @param arguments shapes (S, M or S,M), number of rounds, device; all optional
   */
  public static void main(String[] arguments) throws IOException {
    String[] shapes = (arguments.length > 0 ? arguments[0] : "S").split(",");
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Device device = TorchRuntime.device(arguments.length > 2 ? arguments[2] : "cpu");
    Optional<BenchmarkPeer> peer = BenchmarkPeer.find();
    System.out.println(
        peer.isPresent()
            ? "The Python peer runs in turn with ours."
            : "The Python peer is not at hand: only ours is measured.");
    for (String shape : shapes) {
      measure(BenchmarkShape.of(shape), rounds, device, peer);
    }
  }

  private static void measure(
      BenchmarkShape shape, int rounds, Device device, Optional<BenchmarkPeer> peer)
      throws IOException {
    Path folder = Files.createTempDirectory("magnet-benchmark");
    List<BenchmarkRow> rows = new ArrayList<>();
    try {
      write(shape, folder);
      for (Precision precision : Precision.values()) {
        try (BenchmarkModel model = new BenchmarkModel(shape, folder, precision, device)) {
          System.out.printf(
              "Shape %s, %s: matrix products at %.0f GFLOP/s%n",
              shape.name(), precision.torchName(), model.matrixProducts());
          List<BenchmarkTask> tasks = new ArrayList<>(List.of(model.training()));
          tasks.addAll(List.of(model.embedding(), model.generation()));
          tasks.add(model.infilling());
          tasks.addAll(model.decodingInInt8());
          for (BenchmarkTask task : tasks) {
            rows.add(new BenchmarkRow(task, rounds(task, rounds, shape, peer)));
          }
        }
      }
    } finally {
      AtomicFolder.delete(folder);
    }
    System.out.println(ShownTable.of(table(shape, rows)).text());
  }

  private static List<BenchmarkRow.Round> rounds(
      BenchmarkTask task, int rounds, BenchmarkShape shape, Optional<BenchmarkPeer> peer) {
    List<BenchmarkRow.Round> found = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < WARM_UP; i++) {
        task.block().run();
      }
      List<Double> ours = new ArrayList<>();
      for (int i = 0; i < BLOCKS; i++) {
        long start = System.nanoTime();
        task.block().run();
        ours.add((System.nanoTime() - start) / 1e9);
      }
      List<Double> careful =
          peer.map(each -> each.seconds(task.peer(), shape.name())).orElse(List.of());
      List<Double> plain =
          peer.filter(each -> !task.plainPeer().isEmpty())
              .map(each -> each.seconds(task.plainPeer(), shape.name()))
              .orElse(List.of());
      found.add(new BenchmarkRow.Round(ours, careful, plain));
    }
    return found;
  }

  private static Table table(BenchmarkShape shape, List<BenchmarkRow> rows) {
    Table table =
        Table.create("Shape " + shape.name())
            .addColumns(
                StringColumn.create("task"),
                StringColumn.create("precision"),
                StringColumn.create("unit"),
                DoubleColumn.create("ours"),
                DoubleColumn.create("best"),
                DoubleColumn.create("careful peer"),
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

  private static void write(BenchmarkShape shape, Path folder) throws IOException {
    BytePairTrainer.train(PocketWorld.stories(Split.TRAIN, 200, 1), 600).save(folder);
    fillVocabulary(folder.resolve("tokenizer.json"), shape.architecture().vocabularySize());
    try (Decoder decoder = Decoder.random(shape.architecture(), 0, Device.cpu());
        TextTokenizer tokenizer = TextTokenizer.load(folder)) {
      CheckpointWriter.write(folder, decoder, tokenizer, shape.architecture().eosIds());
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
