package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.kernel.HostCopy;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.model.family.Architecture;
import magnet.model.family.WeightPlace;
import magnet.model.tokenizer.TextTokenizer;

/**
 * Saves a decoder as a folder that Hugging Face transformers and {@link Decoder#load} read. The
 * files change in one step: see {@link AtomicFolder}.
 */
public final class CheckpointWriter {

  private static final int PIECE_BYTES = 64 << 20;

  /**
   * What an earlier save of another kind may have left and would be read together with the new
   * weights.
   */
  private static final List<String> OBSOLETE =
      Stream.concat(SentenceTransformerWriter.FILES.stream(), TextTokenizer.FILES.stream())
          .toList();

  /** What would be read with the new weights as well, and is not ours to remove. */
  private static final List<String> REFUSED = List.of(AdapterFiles.CONFIG, Checkpoint.INDEX);

  private CheckpointWriter() {}

  /**
   * Saves a model.
   *
   * @param folder made if it is absent; files of the same names are replaced
   * @param decoder the weights, stored in the precision that they have
   * @param tokenizer its files are copied
   * @param ends ids that end a generated text, the main one first; may be empty
   * @param beside writes what else is saved in the same step to the folder that it is given, where
   *     the model's files are already
   * @throws IllegalArgumentException if the folder holds an adapter, or a model in shards
   * @throws IllegalStateException if the decoder is quantised
   */
  public static void write(
      Path folder,
      Decoder decoder,
      TextTokenizer tokenizer,
      List<Integer> ends,
      Consumer<Path> beside) {
    decoder.requireWhole("Saving a model");
    AtomicFolder.settle(folder);
    for (String refused : REFUSED) {
      if (Files.exists(folder.resolve(refused))) {
        throw new IllegalArgumentException(
            ("%s has a file %s, by which other weights would be read with the saved ones; save"
                    + " the model to a folder of its own.")
                .formatted(folder, refused));
      }
    }
    Architecture own = decoder.architecture();
    OptionalInt named = tokenizer.namedBos(); // from now on the model's own
    Architecture architecture = named.isPresent() ? own.withBos(named.getAsInt()) : own;
    AtomicFolder.write(
        folder,
        Checkpoint.CONFIG,
        OBSOLETE,
        stage -> {
          SafetensorsWriter.write(
              stage.resolve(Checkpoint.SINGLE), SafetensorsWriter.PYTORCH, entries(decoder));
          tokenizer.save(stage);
          AtomicFile.write(stage.resolve("generation_config.json"), generation(architecture, ends));
          AtomicFile.write(
              stage.resolve(Checkpoint.CONFIG),
              architecture.toConfigJson(decoder.precision().torchName()));
          beside.accept(stage);
        });
  }

  private static String generation(Architecture architecture, List<Integer> ends) {
    GsonBuilder gson = new GsonBuilder().setPrettyPrinting();
    JsonObject json = new JsonObject();
    if (architecture.bosId() != Architecture.ABSENT) {
      json.addProperty("bos_token_id", architecture.bosId());
    }
    if (!ends.isEmpty()) {
      json.add("eos_token_id", gson.create().toJsonTree(ends));
    }
    return gson.create().toJson(json) + "\n";
  }

  private static List<SafetensorsWriter.Entry> entries(Decoder decoder) {
    List<WeightPlace> places = WeightPlace.all(decoder.architecture());
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (int i = 0; i < places.size(); i++) {
      WeightPlace place = places.get(i);
      NDArray stacked = decoder.weights().get(i);
      Map<String, long[]> shapes = place.stored();
      long row = 0;
      for (int part = 0; part < place.names().size(); part++) {
        String name = place.names().get(part);
        long rows = place.rows().get(part);
        if (done.add(name)) { // tied embeddings are in two places
          entries.add(
              new SafetensorsWriter.Entry(
                  name,
                  decoder.precision().stored(),
                  shapes.get(name),
                  place.role() == WeightPlace.Role.TRANSPOSED
                      ? transposed(decoder, stacked, row, rows)
                      : pieces(decoder, stacked, row, shapes.get(name))));
        }
        row += rows;
      }
    }
    return entries;
  }

  /** The bytes of the transpose of some rows of a matrix, made when they are written. */
  private static Iterable<ByteBuffer> transposed(
      Decoder decoder, NDArray stacked, long firstRow, long rows) {
    return () -> {
      int from = Math.toIntExact(firstRow);
      int to = Math.toIntExact(firstRow + rows);
      try (NDManager scope = decoder.newScope()) {
        NDArray turned = decoder.tensors().transposed(scope, stacked, from, to);
        long rowBytes = rows * decoder.precision().bytes();
        return List.of(bytes(decoder, turned, 0, turned.getShape().get(0), rowBytes)).iterator();
      }
    };
  }

  /** The bytes of some rows of an array, made when they are written. */
  private static Iterable<ByteBuffer> pieces(
      Decoder decoder, NDArray stacked, long firstRow, long[] shape) {
    long rowBytes = decoder.precision().bytes() * (shape.length == 1 ? 1 : shape[1]);
    long rowsOfPiece = Math.max(1, PIECE_BYTES / rowBytes);
    long end = firstRow + shape[0];
    return () ->
        LongStream.iterate(firstRow, row -> row < end, row -> row + rowsOfPiece)
            .mapToObj(
                row -> bytes(decoder, stacked, row, Math.min(end, row + rowsOfPiece), rowBytes))
            .iterator();
  }

  private static ByteBuffer bytes(
      Decoder decoder, NDArray stacked, long from, long to, long rowBytes) {
    try (NDManager scope = decoder.newScope()) {
      if (decoder.precision() == Precision.FLOAT32) {
        NDArray rows = stacked.get(scope, new NDIndex().addSliceDim(from, to));
        return HostCopy.bytes(rows);
      }
      ByteBuffer all = decoder.tensors().bytesOfBfloat16(scope, stacked);
      return all.slice(Math.toIntExact(from * rowBytes), Math.toIntExact((to - from) * rowBytes));
    }
  }
}
