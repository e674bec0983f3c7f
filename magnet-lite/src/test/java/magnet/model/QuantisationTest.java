package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import magnet.Fixtures;
import magnet.kernel.DecoderKernel;
import magnet.kernel.DecoderKernel.Dropout;
import magnet.kernel.TensorKernel;
import magnet.kernel.TorchRuntime;
import magnet.kernel.WidenedCodes;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.family.Architecture;
import magnet.model.family.LayerTensor;
import magnet.model.family.WeightPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A base in few bits computes, to the bit, what a base of its widened weights computes. */
class QuantisationTest {

  private static final List<TokenSequence> TEXTS =
      List.of(
          TokenSequence.hybrid(
              new int[] {1, 5, 9, 13, 2, 7}, new boolean[] {false, false, true, true, false, true}),
          TokenSequence.bidirectional(new int[] {1, 8, 6, 4}));
  private static final List<int[]> READ = List.of(new int[] {1, 2, 4}, new int[] {3});

  static Stream<Arguments> families() {
    return Fixtures.names()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, Quantisation.INT8, Precision.FLOAT32),
                    Arguments.of(name, Quantisation.INT4, Precision.FLOAT32),
                    Arguments.of(name, Quantisation.INT4, Precision.BFLOAT16)));
  }

  @ParameterizedTest
  @MethodSource("families")
  void gradientsAndLogitsAreThoseOfTheWidenedBase(
      String family, Quantisation bits, Precision precision) {
    try (Decoder small = Decoder.load(Fixtures.of(family).folder(), precision, bits, Device.cpu());
        Decoder whole = widened(small)) {
      assertEquals(logits(whole), logits(small));
      Map<LoraSlot, List<Float>> expected = gradients(whole, false);
      assertEquals(expected, gradients(small, true));
      assertEquals(expected, gradients(small, false));
      assertTrue(
          expected.values().stream().anyMatch(each -> each.stream().anyMatch(value -> value != 0)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT4"})
  void theNumbersAreNearTheOriginals(Quantisation bits) {
    try (Decoder original =
            Decoder.load(
                Fixtures.of("llama").folder(), Precision.FLOAT32, Quantisation.NONE, Device.cpu());
        Decoder small =
            Decoder.load(Fixtures.of("llama").folder(), Precision.FLOAT32, bits, Device.cpu())) {
      List<Float> expected = logits(original);
      List<Float> found = logits(small);
      assertNotEquals(expected, found);
      double squares = 0;
      double differences = 0;
      for (int i = 0; i < expected.size(); i++) {
        squares += Math.pow(expected.get(i), 2);
        differences += Math.pow(expected.get(i) - found.get(i), 2);
      }
      assertTrue(differences < (bits == Quantisation.INT8 ? 0.001 : 0.1) * squares);
    }
  }

  /** Each number is within half a step of its group, also in a last group that is not full. */
  @ParameterizedTest
  @CsvSource({"64", "128", "100", "33"})
  void fourBitsAreWithinHalfAStepOfTheirGroup(int columns) {
    int rows = 5;
    float[] values = new float[rows * columns];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (1 + i / columns) + 0.3);
    }
    try (Decoder decoder = RandomModels.untrained(RandomModels.architecture("llama", 1), 1);
        NDManager scope = decoder.newScope()) {
      NDArray matrix = scope.create(values, new Shape(rows, columns));
      TensorKernel.Codes codes = decoder.tensors().int4(scope, matrix);
      long groups = (columns + 63) / 64;
      assertEquals(new Shape(rows, groups * 32), codes.codes().getShape());
      float[] back =
          WidenedCodes.of(scope, codes.codes(), codes.scales(), scope.zeros(new Shape(1, columns)))
              .toFloatArray();
      float[] scales = decoder.tensors().toFloat32(scope, codes.scales()).toFloatArray();
      for (int i = 0; i < values.length; i++) {
        int group = (int) (i / columns * groups + i % columns / 64);
        float step = scales[2 * group];
        float lowest = scales[2 * group + 1];
        // bfloat16 rounds the lowest number and the step, which counts up to 15 times.
        assertEquals(values[i], back[i], step * 0.5 + Math.abs(lowest) / 256 + 15 * step / 256);
      }
    }
  }

  @Test
  void sensitiveMatricesOfNarrowModelsHaveEightBits() {
    Architecture narrow = RandomModels.architecture("llama", 1);
    Architecture wide = Architecture.llama(100, 4096, 11008, 1, 32, 32, 64);
    assertEquals(8, Quantisation.INT4.bits(LayerTensor.MLP_OUT, narrow));
    assertEquals(8, Quantisation.INT4.bits(LayerTensor.QUERY_KEY_VALUE, narrow));
    assertEquals(4, Quantisation.INT4.bits(LayerTensor.MLP_IN, narrow));
    assertEquals(4, Quantisation.INT4.bits(LayerTensor.MLP_OUT, wide));
    assertEquals(8, Quantisation.INT8.bits(LayerTensor.MLP_IN, wide));
  }

  @ParameterizedTest
  @EnumSource(Quantisation.class)
  void theEstimateIsWhatTheWeightsTake(Quantisation bits) {
    try (Decoder decoder =
        Decoder.load(Fixtures.of("llama").folder(), Precision.FLOAT32, bits, Device.cpu())) {
      long bytes = decoder.scales().stream().mapToLong(each -> each.size() * 2).sum();
      for (NDArray each : decoder.weights().stream().distinct().toList()) {
        bytes += each.size() * each.getDataType().getNumOfBytes();
      }
      assertEquals(bytes, bits.bytes(decoder.architecture(), Precision.FLOAT32));
    }
  }

  /** The int8 product rounds what goes in to bfloat16, and no more. */
  @Test
  void decodingInInt8SharesTheCodesOfTheBase() {
    try (Decoder decoder =
            Decoder.load(
                Fixtures.of("llama").folder(), Precision.FLOAT32, Quantisation.INT8, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder);
        LanguageModel int8 = model.withInt8Decoding();
        NDManager scope = model.newScope()) {
      float[] expected = decoded(model, scope);
      float[] found = decoded(int8, scope);
      double largest = 0;
      for (float each : expected) {
        largest = Math.max(largest, Math.abs(each));
      }
      assertArrayEquals(expected, found, (float) (0.03 * largest));
    }
  }

  @Test
  void whatWantsTheOriginalSaysSo() {
    try (Decoder decoder =
            Decoder.load(
                Fixtures.of("llama").folder(), Precision.FLOAT32, Quantisation.INT4, Device.cpu());
        LoraFactors lora = adapter(decoder);
        LanguageModel model = LanguageModel.of(decoder)) {
      assertEquals(
          "Merging an adapter needs the original weights, but this base is held in int4; load it"
              + " again without base(\"int4\").",
          assertThrows(IllegalStateException.class, () -> MergedDecoder.of(decoder, lora))
              .getMessage());
      String decoding =
          assertThrows(IllegalStateException.class, model::withInt8Decoding).getMessage();
      assertTrue(decoding.startsWith("Decoding in int8 needs the original weights"), decoding);
    }
    String unknown =
        assertThrows(IllegalArgumentException.class, () -> Quantisation.of("int3")).getMessage();
    assertEquals(
        "A base in \"int3\" is not known; expected int8 or int4, or nothing for whole weights.",
        unknown);
  }

  private static float[] decoded(LanguageModel model, NDManager scope) {
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), 1, 8)) {
      NDArray logits = null;
      int[] text = {1, 5, 9};
      for (int at = 0; at < text.length; at++) {
        logits =
            model.extend(
                scope, cache, new int[][] {{text[at]}}, new int[][] {{at}}, true, null, new int[1]);
      }
      return logits.toFloatArray();
    }
  }

  /** The same decoder with whole weights: what the codes stand for. */
  private static Decoder widened(Decoder small) {
    return Decoder.like(
        small,
        (owner, place) -> {
          NDArray array = small.weights().get(place);
          if (WeightPlace.matrixAt(place).isEmpty()) {
            NDArray copy = small.precision().zeros(small.tensors(), owner, array.getShape());
            try (NDManager scope = owner.newSubManager()) {
              small.tensors().fillRows(scope, copy, array, 0);
            }
            return copy;
          }
          int layer = (place - WeightPlace.BEFORE_LAYERS) / WeightPlace.PER_LAYER;
          LayerTensor matrix = WeightPlace.matrixAt(place).orElseThrow();
          int scale =
              1 + layer * WeightPlace.MATRICES.size() + WeightPlace.MATRICES.indexOf(matrix);
          Shape row = new Shape(1, WeightPlace.all(small.architecture()).get(place).columns());
          try (NDManager scope = owner.newSubManager()) {
            NDArray like = small.precision().zeros(small.tensors(), scope, row);
            return WidenedCodes.of(owner, array, small.scales().get(scale), like);
          }
        });
  }

  private static List<Float> logits(Decoder decoder) {
    try (LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = model.newScope()) {
      List<Float> all = floats(model.logits(scope, TokenBatch.packed(TEXTS, 0), READ));
      NDList states = model.residualStream(scope, TokenBatch.padded(TEXTS, 0));
      states.forEach(state -> all.addAll(floats(state)));
      return all;
    }
  }

  private static Map<LoraSlot, List<Float>> gradients(Decoder decoder, boolean recomputed) {
    try (LoraFactors lora = adapter(decoder);
        LanguageModel model = LanguageModel.of(decoder, lora);
        NDManager scope = model.newScope();
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      TokenBatch batch = TokenBatch.packed(TEXTS, 0);
      Dropout dropout = new Dropout(0.2, 3);
      DecoderKernel.KeptPass kept = recomputed ? model.keptPass(scope, batch, READ, dropout) : null;
      NDArray hidden = recomputed ? kept.hidden() : model.trainingPass(scope, batch, READ, dropout);
      NDArray wide = decoder.tensors().toFloat32(scope, hidden);
      NDArray total = wide.mul(wide).sum();
      total.attach(scope);
      collector.backward(recomputed ? kept.objective(scope, total) : total);
      Map<LoraSlot, List<Float>> found = new LinkedHashMap<>();
      LoraArrays.bySlot(lora)
          .forEach((slot, array) -> found.put(slot, floats(array.getGradient())));
      return found;
    }
  }

  private static LoraFactors adapter(Decoder decoder) {
    AdapterConfig config = new AdapterConfig(2, 4, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    SplittableRandom random = new SplittableRandom(5);
    try (LoraFactors fresh = LoraFactors.fresh(config, decoder, 1)) {
      Map<LoraSlot, float[]> values = fresh.values();
      values.replaceAll(
          (slot, numbers) -> {
            for (int i = 0; i < numbers.length; i++) {
              numbers[i] = (float) (0.1 * random.nextGaussian());
            }
            return numbers;
          });
      return LoraFactors.of(config, decoder, values);
    }
  }

  private static List<Float> floats(NDArray array) {
    List<Float> all = new ArrayList<>();
    for (float value : array.toFloatArray()) {
      all.add(value);
    }
    return all;
  }
}
