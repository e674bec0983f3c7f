package magnet.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

  private static final String F32_2X3 =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}";

  @TempDir Path folder;

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ByteBuffer small = bytes(2).put(0, (byte) 1).put(1, (byte) 2);
    ByteBuffer large = bytes(8).putFloat(0, 1.5f).putFloat(4, -2f);
    SafetensorsWriter.write(
        file,
        Map.of("format", "pt"),
        List.of(
            new SafetensorsWriter.Entry("a", "BF16", new long[] {1}, small),
            new SafetensorsWriter.Entry("b", "F32", new long[] {2}, large)));
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = bytes(8 + padded + 10);
    expected.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 8 + padded) {
      expected.put((byte) ' ');
    }
    expected.putFloat(1.5f).putFloat(-2f).put((byte) 1).put((byte) 2);
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void aTensorIsMappedOrReadInParts() throws IOException {
    Path file = write(F32_2X3, 24);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes(4).putFloat(0, 7.5f), Files.size(file) - 4);
    }
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(8 + F32_2X3.length(), open.info("a").begin());
      assertEquals(24, open.info("a").length());
      assertEquals("a F32[2, 3]", open.info("a").toString());
      ByteBuffer whole = open.map("a");
      assertTrue(whole.isDirect() && whole.isReadOnly());
      assertEquals(7.5f, whole.getFloat(20));
      assertEquals(7.5f, open.map("a", 20, 4).getFloat(0));
      ByteBuffer target = ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN);
      open.read("a", 20, target);
      assertFalse(target.hasRemaining());
      assertEquals(7.5f, target.getFloat(0));
      assertFault(() -> open.map("a", 21, 4), "4 bytes from byte 21", "24 bytes");
      assertFault(() -> open.map("a", -1, 4), "byte -1");
      assertFault(() -> open.read("a", 24, ByteBuffer.allocate(1)), "1 bytes from byte 24");
      assertFault(() -> open.info("b"), "tensor b is not in", file.toString());
    }
  }

  @Test
  void aMappedTensorOutlivesItsFile() throws IOException {
    Path file = write(F32_2X3, 24);
    ByteBuffer mapped;
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      mapped = open.map("a");
    }
    Files.delete(file);
    assertEquals(0f, mapped.getFloat(20));
  }

  @Test
  void aTensorAboveTwoGibibytesIsMappedInPieces() throws IOException {
    long bytes = 3L << 30;
    String header =
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":["
            + bytes / 2
            + "],\"data_offsets\":[0,"
            + bytes
            + "]}}";
    Path file = write(header, 0);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), channel.size() + bytes - 1);
    }
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(42, open.map("a", bytes - 2, 2).get(1));
      ByteBuffer target = ByteBuffer.allocateDirect(2);
      open.read("a", bytes - 2, target);
      assertEquals(42, target.get(1));
      assertFault(() -> open.map("a"), "a has " + bytes + " bytes", "map(name, fromByte, bytes)");
    }
  }

  static Stream<Arguments> corruptFiles() {
    String b = ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
    String aOnly = F32_2X3.substring(0, F32_2X3.length() - 1);
    String none = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3]}}";
    return Stream.of(
        file("truncated data", F32_2X3, 20, "tensor a", "[0, 24]", "20 bytes", "truncated"),
        file("bytes too many", F32_2X3, 30, "6 bytes after a"),
        file("overlap", aOnly + b + "[20,24]}}", 24, "a and b overlap", "byte "),
        file("hole", aOnly + b + "[28,32]}}", 32, "4 bytes between a and tensor b"),
        file("beyond the end", F32_2X3.replace("24", "28"), 24, "[0, 28]", "24 bytes"),
        file("backwards", F32_2X3.replace("[0,24]", "[24,0]"), 24, "tensor a", "[24, 0]"),
        file("shape", F32_2X3.replace("[2,3]", "[2,4]"), 24, "24 bytes", "F32[2, 4] needs 32"),
        file("half an element", F32_2X3.replace("24", "23"), 23, "23 bytes", "needs 24"),
        file("negative size", F32_2X3.replace("[2,3]", "[-2,-3]"), 24, "shape of tensor a", "-2"),
        file("fraction", F32_2X3.replace("[2,3]", "[2.5]"), 24, "shape of tensor a", "2.5"),
        file("text as size", F32_2X3.replace("[2,3]", "[\"6\"]"), 24, "shape of tensor a"),
        file(
            "overflow",
            F32_2X3.replace("[2,3]", "[4000000000,4000000000]"),
            24,
            "impossible shape [4000000000, 4000000000]"),
        file("unknown dtype", F32_2X3.replace("F32", "F4"), 24, "\"F4\"", "BF16, I32"),
        file("listed twice", aOnly + "," + F32_2X3.substring(1), 24, "tensor a is listed twice"),
        file("unknown key", F32_2X3.replace("shape", "form"), 24, "unknown key \"form\""),
        file("no offsets", none, 24, "tensor a needs a dtype, a shape and two data_offsets"),
        file("not JSON", "not JSON at all!", 0, "not the JSON", "malformed"),
        file("a list", "[1, 2, 3]", 0, "not the JSON", "Expected BEGIN_OBJECT"),
        file("cut JSON", F32_2X3.substring(0, 30), 24, "not the JSON", "End of input"),
        file("more JSON", F32_2X3 + "{}", 24, "malformed"));
  }

  private static Arguments file(String name, String header, int data, String... facts) {
    return Arguments.of(name, header, data, List.of(facts));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corruptFiles")
  void aCorruptFileSaysWhatIsWrong(String name, String header, int data, List<String> facts)
      throws IOException {
    Path file = write(header, data);
    List<String> all = new ArrayList<>(facts);
    all.add(file.toString());
    all.add("download or save it again");
    assertFault(() -> SafetensorsFile.open(file).close(), all.toArray(String[]::new));
  }

  @Test
  void anAbsurdHeaderLengthIsNeverAllocated() throws IOException {
    assertHeaderLength(-1, "18446744073709551615");
    assertHeaderLength(1L << 40, "1099511627776");
    assertHeaderLength(0, "should have 0 bytes");
    assertHeaderLength(90_000_000, "90000000", "whole file has 80", "truncated");
    Path file = folder.resolve("short.safetensors");
    Files.write(file, new byte[5]);
    assertFault(() -> SafetensorsFile.open(file), "it has 5 bytes");
    Files.write(file, new byte[0]);
    assertFault(() -> SafetensorsFile.open(file), "it has 0 bytes");
    assertFault(() -> SafetensorsFile.open(folder.resolve("none")), "none is not a file");
    byte[] latin = {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe};
    Files.write(file, latin);
    assertFault(() -> SafetensorsFile.open(file), "not UTF-8");
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = write(F32_2X3, 24);
    byte[] before = Files.readAllBytes(file);
    assertFault(() -> write(file, "F32", bytes(3)), "gave 3 bytes", "expected 4 for F32[1]");
    assertFault(() -> write(file, "FP32", bytes(4)), "\"FP32\"", "BF16");
    SafetensorsWriter.Entry a = new SafetensorsWriter.Entry("a", "U8", new long[] {0}, bytes(0));
    assertFault(() -> SafetensorsWriter.write(file, Map.of(), List.of(a, a)), "called \"a\"");
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> list = Files.list(folder)) {
      assertEquals(List.of(file), list.toList());
    }
    Path inFile = file.resolve("model.safetensors");
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> write(inFile, "F32", bytes(4)));
    assertTrue(error.getMessage().contains(inFile + " cannot be written"), error.getMessage());
  }

  @Test
  void piecesAreAskedForOneByOneAndFoldersAreMade() {
    Path file = folder.resolve("new/deep/model.safetensors");
    Iterable<ByteBuffer> pieces = Stream.generate(() -> bytes(4)).limit(3)::iterator;
    SafetensorsWriter.write(
        file, Map.of(), List.of(new SafetensorsWriter.Entry("a", "F32", new long[] {3}, pieces)));
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(12, open.info("a").length());
    }
  }

  private static void write(Path file, String type, ByteBuffer bytes) {
    SafetensorsWriter.write(
        file,
        SafetensorsWriter.PYTORCH,
        List.of(new SafetensorsWriter.Entry("a", type, new long[] {1}, bytes)));
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = bytes(8 + text.length + dataBytes).putLong(text.length).put(text);
    return Files.write(folder.resolve("file.safetensors"), file.array());
  }

  private void assertHeaderLength(long length, String... facts) throws IOException {
    Path file = folder.resolve("length.safetensors");
    Files.write(file, bytes(80).putLong(length).array());
    assertFault(() -> SafetensorsFile.open(file), facts);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void assertFault(Runnable action, String... facts) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    Arrays.stream(facts)
        .forEach(fact -> assertTrue(message.contains(fact), fact + " is not in: " + message));
    assertFalse(message.contains("\n"), message);
  }
}
