package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.Fixtures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A head that is stored although config.json ties it to the embeddings, in every family. */
class TiedHeadTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void anotherHeadIsKept(String name) throws IOException {
    float[] embeddings = write(name, true, 2);
    try (Decoder decoder = Decoder.load(folder, Precision.FLOAT32, Device.cpu())) {
      assertFalse(decoder.architecture().tiedEmbeddings());
      assertArrayEquals(times(embeddings, 2), decoder.head().toFloatArray());
      assertArrayEquals(embeddings, decoder.weights().get(WeightPlace.EMBEDDINGS).toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void theSameHeadIsTied(String name) throws IOException {
    write(name, true, 1);
    try (Decoder decoder = Decoder.load(folder, Precision.FLOAT32, Device.cpu())) {
      assertTrue(decoder.architecture().tiedEmbeddings());
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void aHeadAloneIsTheEmbeddingsAsWell(String name) throws IOException {
    float[] embeddings = write(name, false, 1);
    try (Decoder decoder = Decoder.load(folder, Precision.FLOAT32, Device.cpu())) {
      assertTrue(decoder.architecture().tiedEmbeddings());
      assertArrayEquals(embeddings, decoder.head().toFloatArray());
      assertEquals(decoder.head(), decoder.weights().get(WeightPlace.EMBEDDINGS));
    }
  }

  /** A family's checkpoint that says it is tied, with a head of the embeddings times a factor. */
  private float[] write(String name, boolean withEmbeddings, float factor) throws IOException {
    Path from = Fixtures.of(name).folder();
    Architecture of = Architecture.read(from).withTiedEmbeddings(true);
    DecoderFamily family = DecoderFamily.of(of.family());
    Files.writeString(folder.resolve("config.json"), of.toConfigJson());
    float[] numbers;
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      TensorInfo info = checkpoint.info(family.embeddings());
      numbers = new float[(int) info.elements()];
      checkpoint.map(info.name()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
      for (String each : checkpoint.names()) {
        boolean wanted = !each.equals(family.embeddings()) || withEmbeddings;
        if (wanted && !each.equals(family.head())) {
          TensorInfo tensor = checkpoint.info(each);
          entries.add(
              new SafetensorsWriter.Entry(
                  each, tensor.dtype(), tensor.shape(), checkpoint.map(each)));
        }
      }
      ByteBuffer head = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
      head.asFloatBuffer().put(times(numbers, factor));
      entries.add(new SafetensorsWriter.Entry(family.head(), "F32", info.shape(), head));
      SafetensorsWriter.write(
          folder.resolve("model.safetensors"), SafetensorsWriter.PYTORCH, entries);
    }
    return numbers;
  }

  private static float[] times(float[] numbers, float factor) {
    float[] product = new float[numbers.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = factor * numbers[i];
    }
    return product;
  }
}
