package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.family.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model will take is said before it is loaded, from its config.json alone. */
class MemoryEstimateTest {

  private static final Loading CPU = Loading.auto().device("cpu");

  /** About 70 thousand million weights, as of Llama 2's largest. */
  private static final Architecture HUGE =
      Architecture.llama(32_000, 8192, 28_672, 80, 64, 8, 4096).withTiedEmbeddings(false);

  /** About 160 million. */
  private static final Architecture MIDDLING =
      Architecture.llama(16_000, 768, 2048, 20, 12, 6, 512).withTiedEmbeddings(false);

  @TempDir Path folder;

  private List<String> told(Architecture of, Loading how) throws IOException {
    Files.writeString(folder.resolve("config.json"), of.toConfigJson("float32"));
    List<String> told = new ArrayList<>();
    ModelSource.of(folder).announce(how, told::add);
    return told;
  }

  @Test
  void weightsTakeTheirNumberTimesTheirWidth() throws IOException {
    Files.writeString(folder.resolve("config.json"), HUGE.toConfigJson("float32"));
    MemoryEstimate single = MemoryEstimate.of(folder, CPU.precision("float32"));
    MemoryEstimate half = MemoryEstimate.of(folder, CPU.precision("bfloat16"));
    assertEquals(4 * HUGE.parameters(), single.needed());
    assertEquals(2 * HUGE.parameters(), half.needed());
    assertEquals(138e9, half.needed(), 1e9, "what the files of Llama 2 70B take");
    assertTrue(single.free().getAsLong() > 0);
    MemoryEstimate few = MemoryEstimate.of(folder, CPU.precision("bfloat16").base("int4"));
    assertEquals(Quantisation.INT4.bytes(HUGE, Precision.BFLOAT16), few.needed());
    assertTrue(few.needed() < half.needed() / 3);
    assertTrue(few.toString().contains(" of memory in int4 and bfloat16"), "" + few);
  }

  @Test
  void aPrecisionThatIsSlowHereIsToldWithAdvice() {
    assertEquals(Optional.empty(), BaseModel.advice(Precision.BFLOAT16, 0.6));
    assertEquals(Optional.empty(), BaseModel.advice(Precision.BFLOAT16, 1.1));
    String told = BaseModel.advice(Precision.BFLOAT16, 5.6).orElseThrow();
    assertTrue(told.contains("products in bfloat16 take 5.6 times as long"), told);
    assertTrue(told.contains("Loading.auto().precision(\"float32\")"), told);
  }

  @Test
  void thePrecisionThatWasMeasuredToBeTheFasterIsToldWithItsReason() {
    assertEquals(
        "weights stored in bfloat16 are computed in float32: products in bfloat16 take 1.80 times as"
            + " long as in float32 on this CPU; Loading.auto().precision(...) says otherwise",
        BaseModel.choice(Precision.FLOAT32, 1.8));
  }

  @Test
  void whatDoesNotFitIsToldWithAdvice() throws IOException {
    MemoryEstimate tight =
        new MemoryEstimate(
            Precision.FLOAT32,
            Quantisation.NONE,
            9_000_000_000L,
            OptionalLong.of(8_000_000_000L),
            false);
    assertFalse(tight.fits());
    assertTrue(
        tight.toString().contains("9.0 GB of memory in float32, 8.0 GB are free"), "" + tight);
    assertTrue(
        tight
            .toString()
            .contains("base(\"int8\") needs about a quarter, precision(\"bfloat16\") half"),
        "" + tight);
    List<String> told = told(HUGE, CPU.precision("bfloat16"));
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("138 GB of memory in bfloat16"), told.get(0));
    assertTrue(told.get(0).contains("take a smaller model"), told.get(0));
  }

  @Test
  void muchIsToldThoughItFitsAndLittleIsNot() throws IOException {
    List<String> told = told(MIDDLING, CPU.precision("float32"));
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("need about 6"), told.get(0));
    assertEquals(List.of(), told(Architecture.llama(512, 64, 172, 2, 4, 4, 64), CPU));
  }

  @Test
  void aModelThatIsNotSupportedIsRefusedByItsConfigurationAlone() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    List<String> told = new ArrayList<>();
    assertThrows(IllegalArgumentException.class, () -> ModelSource.inspect(folder, CPU, told::add));
    assertEquals(List.of(), told);
  }
}
