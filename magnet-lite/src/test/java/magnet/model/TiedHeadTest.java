package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import magnet.Fixtures;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.model.checkpoint.TensorInfo;
import magnet.model.family.Architecture;
import magnet.model.family.TensorNames;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A head that is stored although config.json ties it to the embeddings, in every family. */
class TiedHeadTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void anotherHeadIsKept(String name) throws IOException {
    Architecture of = write(name, true, 1);
    float[] kept;
    try (Decoder decoder = load()) {
      assertFalse(decoder.architecture().tiedEmbeddings());
      assertArrayEquals(embeddings(name), decoder.weights().get(0).toFloatArray());
      kept = decoder.head().toFloatArray();
      assertFalse(Arrays.equals(embeddings(name), kept));
    }
    Files.writeString(
        folder.resolve("config.json"), of.withTiedEmbeddings(false).toConfigJson("float32"));
    try (Decoder decoder = load()) {
      assertArrayEquals(kept, decoder.head().toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void theSameHeadIsTied(String name) throws IOException {
    write(name, true, 0);
    try (Decoder decoder = load()) {
      assertTrue(decoder.architecture().tiedEmbeddings());
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void aHeadAloneIsTheEmbeddingsAsWell(String name) throws IOException {
    write(name, false, 0);
    try (Decoder decoder = load()) {
      assertTrue(decoder.architecture().tiedEmbeddings());
      assertArrayEquals(embeddings(name), decoder.head().toFloatArray());
      assertArrayEquals(embeddings(name), decoder.weights().get(0).toFloatArray());
    }
  }

  private Decoder load() {
    return Decoder.load(folder, Precision.FLOAT32, Quantisation.NONE, Device.cpu());
  }

  private static float[] embeddings(String name) {
    Path from = Fixtures.of(name).folder();
    try (Decoder decoder = Decoder.load(from, Precision.FLOAT32, Quantisation.NONE, Device.cpu())) {
      return decoder.weights().get(0).toFloatArray();
    }
  }

  /** A checkpoint that says it is tied, with a head of the embeddings' bytes but for some bits. */
  private Architecture write(String name, boolean withEmbeddings, int otherBits)
      throws IOException {
    Path from = Fixtures.of(name).folder();
    Architecture of = Architecture.read(from).withTiedEmbeddings(true);
    TensorNames family = of.decoderFamily().names();
    Files.writeString(folder.resolve("config.json"), of.toConfigJson("float32"));
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      for (String each : checkpoint.names()) {
        boolean wanted = !each.equals(family.embeddings()) || withEmbeddings;
        if (wanted && !each.equals(family.head())) {
          entries.add(entry(checkpoint.info(each), each, mapped(checkpoint, each)));
        }
      }
      ByteBuffer embeddings = mapped(checkpoint, family.embeddings());
      byte[] head = new byte[embeddings.remaining()];
      embeddings.get(head);
      for (int i = 1; i < head.length; i += 2) {
        head[i] ^= (byte) otherBits; // the upper half of a number of two bytes
      }
      entries.add(
          entry(checkpoint.info(family.embeddings()), family.head(), ByteBuffer.wrap(head)));
      SafetensorsWriter.write(
          folder.resolve("model.safetensors"), SafetensorsWriter.PYTORCH, entries);
    }
    return of;
  }

  private static ByteBuffer mapped(Checkpoint checkpoint, String name) {
    return checkpoint.map(name, 0, (int) checkpoint.info(name).length());
  }

  private static SafetensorsWriter.Entry entry(TensorInfo of, String name, ByteBuffer bytes) {
    return new SafetensorsWriter.Entry(name, of.dtype(), of.shape(), bytes);
  }
}
