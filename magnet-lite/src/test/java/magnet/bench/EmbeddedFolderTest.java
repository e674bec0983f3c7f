package magnet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.History;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the library ships: the files of a folder and a list of them, adapters in half precision. */
class EmbeddedFolderTest {

  private static final float[] NUMBERS = {0, 1, -0.5f, 0.1f, 3e-5f, -1234.5f};

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void folders() throws IOException {
    from = Files.createDirectory(folder.resolve("from"));
    to = folder.resolve("to");
  }

  private void factors(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    SafetensorsWriter.write(
        from.resolve("adapter_model.safetensors"),
        SafetensorsWriter.PYTORCH,
        List.of(
            new SafetensorsWriter.Entry(
                "a", "F32", new long[] {2, numbers.length / 2}, bytes.flip())));
  }

  @Test
  void adaptersAreCutToHalfPrecisionAndListedAsTheyAreThen() throws IOException {
    factors(NUMBERS);
    EmbeddedFolder.ship(from, to);
    Path shipped = to.resolve("adapter_model.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(shipped)) {
      assertEquals("F16", file.info("a").dtype());
      ByteBuffer halves = file.map("a", 0, 12).order(ByteOrder.LITTLE_ENDIAN);
      for (float number : NUMBERS) {
        // Eleven bits of a number stay, but for the very small.
        float half = Float16Utils.halfToFloat(halves.getShort());
        assertEquals(number, half, Math.abs(number) / 2048 + 3e-8f);
      }
    }
    assertEquals(
        "adapter_model.safetensors " + Files.size(shipped),
        Files.readAllLines(to.resolve("files.txt")).get(1));
  }

  @Test
  void anAdapterBeyondTheRangeIsRefusedByTensorAndNumber() {
    factors(1, 70_000);
    String refused =
        assertThrows(IllegalArgumentException.class, () -> EmbeddedFolder.ship(from, to))
            .getMessage();
    assertTrue(refused.contains("a holds 70000.0"), refused);
  }

  @Test
  void whatWasThereBeforeIsGoneAndTheRestIsCopiedToTheByte() throws IOException {
    Files.writeString(from.resolve("config.json"), "{}\n");
    Files.writeString(from.resolve("README.md"), "a card\n");
    Files.createDirectories(to);
    Files.writeString(to.resolve("old.json"), "{}");
    EmbeddedFolder.ship(from, to);
    assertEquals("{}\n", Files.readString(to.resolve("config.json")));
    assertFalse(Files.exists(to.resolve("old.json")));
    assertFalse(Files.exists(to.resolve("README.md")));
  }

  @Test
  void aHistoryShipsWithFourDigitsAndWithoutTheSpeed() throws IOException {
    Path csv = folder.resolve("history.csv");
    Files.writeString(
        csv,
        """
        step,mntp,held-out mntp,learning rate,gradient norm,tokens/s
        0,,4.640992,,,
        1,3.774582,,3.33333E-5,13.36688,2690.1
        """);
    Path shipped = folder.resolve("history.jsonl");
    ShippedHistory.write(csv, shipped);
    assertEquals(
        """
        {"step":0,"losses":{},"held-out":{"mntp":4.641}}
        {"step":1,"losses":{"mntp":3.775},"held-out":{},"learning-rate":0.00003333,"gradient-norm":13.37}
        """,
        Files.readString(shipped));
    History history = History.load(shipped);
    assertEquals(3.775, history.loss("mntp").orElseThrow());
    assertTrue(history.table().column("tokens/s").isMissing(1), "the speed is not known");
  }
}
