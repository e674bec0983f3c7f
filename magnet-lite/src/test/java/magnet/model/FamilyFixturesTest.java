package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.Fixtures;
import magnet.kernel.DecoderKernel.Attention;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.model.checkpoint.TensorInfo;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every family equals Hugging Face transformers and peft, with nothing but what lies beside us. */
class FamilyFixturesTest {

  private static final float TOLERANCE = 1e-4f;

  private static Decoder load(Fixtures of, Precision precision) {
    return Decoder.load(of.folder(), precision, Quantisation.NONE, Device.cpu());
  }

  private static Map<String, TokenSequence> patterns(Fixtures of) {
    Map<String, TokenSequence> patterns = new LinkedHashMap<>();
    patterns.put("causal", TokenSequence.causal(of.ids()));
    patterns.put("bidirectional", TokenSequence.bidirectional(of.ids()));
    patterns.put("hybrid", TokenSequence.hybrid(of.ids(), of.span()));
    return patterns;
  }

  private static float[] logits(LanguageModel model, TokenSequence text, int[] read) {
    try (NDManager scope = model.newScope()) {
      int window = model.architecture().slidingWindow();
      TokenBatch batch = TokenBatch.padded(List.of(text), window);
      return model.logits(scope, batch, List.of(read)).toFloatArray();
    }
  }

  /** Those that the family can do: capped scores are not computed text by text. */
  static List<Attention> ways(Decoder decoder) {
    boolean capped = decoder.architecture().variant().scoreCap() > 0;
    return Stream.of(Attention.values())
        .filter(way -> !capped || way != Attention.BY_TEXT)
        .toList();
  }

  /** Windows are five tokens of twenty, so that the numbers tell where and how they hold. */
  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void logitsUnderEveryPattern(String name) {
    Fixtures fixture = Fixtures.of(name);
    try (Decoder decoder = load(fixture, Precision.FLOAT32)) {
      for (Attention way : ways(decoder)) {
        try (LanguageModel model = LanguageModel.of(decoder).withAttention(way)) {
          patterns(fixture)
              .forEach(
                  (pattern, text) ->
                      assertArrayEquals(
                          Fixtures.flat(fixture.golden().get(pattern)),
                          logits(model, text, fixture.read()),
                          TOLERANCE,
                          pattern + " " + way));
        }
      }
    }
  }

  /**
   * 8 bits of fraction, rounded in every operation: 2 % in the root mean square, or what
   * transformers' own bfloat16 loses where that is more.
   */
  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void bfloat16LogitsUnderEveryPattern(String name) {
    Fixtures fixture = Fixtures.of(name);
    double allowed = Math.max(2e-2, 1.25 * fixture.golden().get("bfloat16").getAsDouble());
    try (Decoder decoder = load(fixture, Precision.BFLOAT16)) {
      for (Attention way : ways(decoder)) {
        try (LanguageModel model = LanguageModel.of(decoder).withAttention(way)) {
          patterns(fixture)
              .forEach(
                  (pattern, text) ->
                      assertNear(
                          Fixtures.flat(fixture.golden().get(pattern)),
                          logits(model, text, fixture.read()),
                          allowed,
                          pattern + " " + way));
        }
      }
    }
  }

  private static void assertNear(float[] expected, float[] found, double allowed, String what) {
    double squares = 0;
    double differences = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += Math.pow(expected[i], 2);
      differences += Math.pow(expected[i] - found[i], 2);
    }
    double relative = Math.sqrt(differences / squares);
    assertTrue(relative < allowed, () -> what + ": " + relative + " is not below " + allowed);
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void whatIsSavedIsLoadedAgain(String name, @TempDir Path folder) throws IOException {
    Fixtures fixture = Fixtures.of(name);
    try (Decoder decoder = load(fixture, Precision.FLOAT32);
        TextTokenizer tokenizer =
            TextTokenizer.load(Fixtures.resource("/magnet/model/bytelevel"))) {
      CheckpointWriter.write(folder, decoder, tokenizer, List.of(2), stage -> {});
      try (Decoder again =
              Decoder.load(folder, Precision.FLOAT32, Quantisation.NONE, Device.cpu());
          Checkpoint before = Checkpoint.open(fixture.folder());
          Checkpoint after = Checkpoint.open(folder);
          LanguageModel model = LanguageModel.of(decoder);
          LanguageModel other = LanguageModel.of(again)) {
        assertEquals(decoder.architecture(), again.architecture());
        assertEquals(before.names(), after.names());
        TokenSequence text = TokenSequence.causal(fixture.ids());
        assertArrayEquals(logits(model, text, fixture.read()), logits(other, text, fixture.read()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#adapted")
  void adaptersOfPeftWithAndWithoutMerging(String name) {
    Fixtures fixture = Fixtures.of(name);
    float[] expected = Fixtures.flat(fixture.golden().getAsJsonObject("adapter").get("logits"));
    TokenSequence text = TokenSequence.causal(fixture.ids());
    try (Decoder decoder = load(fixture, Precision.FLOAT32);
        LoraFactors lora = adapter(fixture, decoder);
        LanguageModel adapted = LanguageModel.of(decoder, lora);
        Decoder merged = MergedDecoder.of(decoder, lora);
        LanguageModel plain = LanguageModel.of(merged)) {
      assertArrayEquals(expected, logits(adapted, text, fixture.read()), TOLERANCE);
      assertArrayEquals(expected, logits(plain, text, fixture.read()), TOLERANCE);
      for (TokenSequence each : patterns(fixture).values()) {
        assertArrayEquals(
            logits(adapted, each, fixture.read()), logits(plain, each, fixture.read()), TOLERANCE);
      }
    }
  }

  private static LoraFactors adapter(Fixtures of, Decoder decoder) {
    AdapterFiles files = AdapterFiles.read(of.folder().resolve("adapter"));
    return LoraFactors.of(files.config(), decoder, files.factors());
  }

  /** As the first files of GPT-2 and Pythia are, and those of embedding models. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gemma2"})
  void namesMayLackWhatTheyAllBeginWith(String name, @TempDir Path folder) throws IOException {
    Fixtures fixture = Fixtures.of(name);
    Files.copy(fixture.folder().resolve("config.json"), folder.resolve("config.json"));
    String root = name.equals("gpt2") ? "transformer." : "model.";
    try (SafetensorsFile file =
        SafetensorsFile.open(fixture.folder().resolve("model.safetensors"))) {
      List<SafetensorsWriter.Entry> entries = new ArrayList<>();
      for (String tensor : file.names()) {
        TensorInfo info = file.info(tensor);
        assertTrue(tensor.startsWith(root), tensor);
        String rest = tensor.substring(root.length());
        entries.add(
            new SafetensorsWriter.Entry(rest, info.dtype(), info.shape(), file.map(tensor)));
      }
      if (name.equals("gpt2")) { // a causal mask, which is no weight
        entries.add(
            new SafetensorsWriter.Entry(
                "h.0.attn.bias", "F32", new long[] {1, 1, 2, 2}, ByteBuffer.allocate(16)));
      }
      SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of(), entries);
    }
    try (Decoder decoder =
            Decoder.load(folder, Precision.FLOAT32, Quantisation.NONE, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder)) {
      assertArrayEquals(
          Fixtures.flat(fixture.golden().get("causal")),
          logits(model, TokenSequence.causal(fixture.ids()), fixture.read()),
          TOLERANCE);
    }
  }
}
