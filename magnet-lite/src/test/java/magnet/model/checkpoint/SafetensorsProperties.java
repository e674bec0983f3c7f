package magnet.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class SafetensorsProperties {

  private Path folder;

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("model.safetensors"));
    Files.delete(folder);
  }

  /** A tensor as it was before it was written. */
  record Tensor(String name, String type, List<Integer> shape, long seed) {

    byte[] bytes() {
      byte[] bytes = new byte[(int) TensorTypes.bytes(type, longs())];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }

    long[] longs() {
      return shape.stream().mapToLong(Integer::longValue).toArray();
    }
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("tensors") List<Tensor> tensors) {
    Path file = write(tensors);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(tensors.size(), open.names().size());
      long end = -1;
      for (String name : open.names()) {
        assertTrue(open.info(name).begin() >= end, "names come in the order of the bytes");
        end = open.info(name).begin();
      }
      for (Tensor tensor : tensors) {
        TensorInfo info = open.info(tensor.name());
        assertEquals(tensor.type(), info.dtype());
        assertEquals(ByteBuffer.wrap(tensor.bytes()), open.map(tensor.name()));
        assertEquals(0, info.begin() % TensorTypes.bytes(info.dtype(), new long[0]), "aligned");
        ByteBuffer read = ByteBuffer.allocateDirect((int) info.length());
        open.read(tensor.name(), 0, read);
        assertEquals(ByteBuffer.wrap(tensor.bytes()), read.flip());
      }
    }
  }

  /** Whatever byte of the header is hit, there is a clear error or a file that still fits. */
  @Property(tries = 300)
  void aDamagedHeaderNeverBreaksTheReader(
      @ForAll("tensors") List<Tensor> tensors, @ForAll Random random) throws IOException {
    Path file = write(tensors);
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
    bytes[random.nextInt(8 + header)] = (byte) random.nextInt();
    Files.write(file, bytes);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      open.names().forEach(open::map);
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().startsWith(file + " is not a valid safetensors file: ")) {
        fail(e);
      }
    }
  }

  private Path write(List<Tensor> tensors) {
    Path file = folder.resolve("model.safetensors");
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    for (Tensor tensor : tensors) {
      byte[] bytes = tensor.bytes();
      int cut = bytes.length / 3;
      entries.add(
          new SafetensorsWriter.Entry(
              tensor.name(),
              tensor.type(),
              tensor.longs(),
              List.of(
                  ByteBuffer.wrap(bytes, 0, cut),
                  ByteBuffer.wrap(bytes, cut, bytes.length - cut))));
    }
    SafetensorsWriter.write(file, Map.of("format", "pt"), entries);
    return file;
  }

  @Provide
  Arbitrary<List<Tensor>> tensors() {
    Arbitrary<String> names = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> types =
        Arbitraries.of("F32", "F16", "BF16", "I64", "U8", "BOOL", "F64", "I32", "C64", "F8_E4M3");
    Arbitrary<List<Integer>> shapes =
        Arbitraries.integers().between(0, 5).list().ofMinSize(0).ofMaxSize(4);
    return Combinators.combine(names, types, shapes, Arbitraries.longs())
        .as(Tensor::new)
        .list()
        .ofMaxSize(8)
        .uniqueElements(Tensor::name);
  }
}
