package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import magnet.Fixtures;
import magnet.Objective;
import magnet.Shared;
import magnet.kernel.DecoderKernel.Dropout;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.RandomModels;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recomputed training pass gives the losses and gradients of the plain one, to the bit. */
class RecomputationTest {

  private static final TrainingObjective MNTP = Objective.mntp(1);
  private static final TrainingObjective MSG = Objective.msg(1);
  private static final TrainingObjective SSCL = Objective.sscl(1);

  /** Losses, then gradients by the names of what they are of. */
  private record Learnt(Map<String, Double> losses, Map<String, float[]> gradients) {}

  static Stream<String> families() {
    return Fixtures.names();
  }

  /** Checkpoints with a window shorter than their texts, in shards, in bfloat16. */
  static Stream<String> goldens() {
    return Stream.of("mistral_swa", "gemma3", "gemma2", "llama_bf16_sharded", "llama_gqa_rope3");
  }

  @ParameterizedTest
  @MethodSource("families")
  void allObjectivesWithDropout(String family) {
    try (Decoder decoder = decoder(Fixtures.of(family).folder(), Precision.FLOAT32)) {
      assertSame(decoder, views(decoder.architecture(), 1), all(), 0.3);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void inBfloat16(String family) {
    try (Decoder decoder = decoder(Fixtures.of(family).folder(), Precision.BFLOAT16)) {
      assertSame(decoder, views(decoder.architecture(), 2), all(), 0.3);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void goldenCheckpoints(String name) {
    Path folder = Shared.path("golden/checkpoints/" + name);
    try (Decoder decoder = decoder(folder, null)) {
      assertSame(decoder, views(decoder.architecture(), 3), all(), 0);
    }
  }

  /** Rows of padded causal texts have no mask; a single objective reads few of their outputs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void causalRowsWithoutMask(boolean unequal) {
    try (Decoder decoder = decoder(Fixtures.of("llama").folder(), Precision.FLOAT32)) {
      SplittableRandom random = new SplittableRandom(4);
      int vocabulary = decoder.architecture().vocabularySize();
      List<MaskedView> texts =
          Stream.of(24, unequal ? 17 : 24, unequal ? 21 : 24)
              .map(length -> wholeSpan(tokens(random, vocabulary, length)))
              .toList();
      assertSame(decoder, new ViewBatch(texts, List.of(), Map.of()), Map.of(MSG, 1.0), 0.1);
    }
  }

  @Test
  void vectorsAlone() {
    try (Decoder decoder = decoder(Fixtures.of("gpt2").folder(), Precision.FLOAT32)) {
      ViewBatch views = views(decoder.architecture(), 5);
      assertSame(
          decoder, new ViewBatch(List.of(), views.pairs(), Map.of()), Map.of(SSCL, 1.0), 0.1);
    }
  }

  /** Some projections alone: rank 0 elsewhere. */
  @Test
  void fewTargets() {
    try (Decoder decoder = decoder(Fixtures.of("llama").folder(), Precision.FLOAT32);
        LoraFactors lora = adapter(decoder, List.of("v_proj", "down_proj"));
        LanguageModel model = LanguageModel.of(decoder, lora)) {
      ViewBatch views = views(decoder.architecture(), 6);
      assertSame(
          learnt(model, views, all(), new Dropout(0.2, 7), Recomputation.NEVER),
          learnt(model, views, all(), new Dropout(0.2, 7), Recomputation.ALWAYS));
    }
  }

  /** Pretraining: every weight learns, tied embeddings from both ends; gradients add up. */
  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void allWeightsOfAnUntrainedModel(String family) {
    Architecture tied = Shapes.in(family, Architecture.llama(50, 32, 48, 3, 4, 2, 64));
    try (Decoder decoder = RandomModels.untrained(tied.withTiedEmbeddings(true), 3);
        LanguageModel model = LanguageModel.of(decoder)) {
      ViewBatch views = views(decoder.architecture(), 8);
      Map<TrainingObjective, Double> objectives =
          Map.of(MNTP, 1.0, Objective.sscl(1).projection(8), 0.2, MSG, 3.0);
      Learnt plain =
          learnt(model, views, objectives, Dropout.NONE, Recomputation.NEVER, Recomputation.NEVER);
      assertTrue(plain.gradients().keySet().stream().anyMatch(name -> name.startsWith("sscl.")));
      assertSame(
          plain,
          learnt(
              model, views, objectives, Dropout.NONE, Recomputation.ALWAYS, Recomputation.ALWAYS));
    }
  }

  @Test
  void aBatchThatWouldNotFitIsRecomputed() {
    try (Decoder decoder = decoder(Fixtures.of("llama").folder(), Precision.FLOAT32);
        LanguageModel model = LanguageModel.of(decoder);
        Decoder small =
            Decoder.load(
                Fixtures.of("llama").folder(), Precision.FLOAT32, Quantisation.INT8, Device.cpu());
        LanguageModel quantised = LanguageModel.of(small)) {
      TokenBatch batch =
          TokenBatch.padded(List.of(TokenSequence.causal(new int[] {1, 2, 3, 4})), 0);
      long needed = TrainingMemory.of(Trained.of(model), 1, 4).ofBatch(false);
      assertTrue(Recomputation.beyond(model, OptionalLong.of(needed - 1)).suits(model, batch));
      assertTrue(!Recomputation.beyond(model, OptionalLong.of(needed)).suits(model, batch));
      assertTrue(!Recomputation.beyond(model, OptionalLong.empty()).suits(model, batch));
      assertTrue(!Recomputation.NEVER.suits(model, batch));
      assertEquals(Recomputation.ALWAYS, Recomputation.beyond(quantised, OptionalLong.empty()));
    }
  }

  /** What the passes drop depends on their seed alone, also after other passes. */
  @Test
  void aSeedAlwaysDropsTheSame() {
    try (Decoder decoder = decoder(Fixtures.of("llama").folder(), Precision.FLOAT32);
        LoraFactors lora = adapter(decoder, List.of(AdapterConfig.ALL_LINEAR));
        LanguageModel model = LanguageModel.of(decoder, lora)) {
      ViewBatch views = views(decoder.architecture(), 9);
      Learnt first = learnt(model, views, all(), new Dropout(0.4, 1), Recomputation.NEVER);
      Learnt other = learnt(model, views, all(), new Dropout(0.4, 2), Recomputation.NEVER);
      assertTrue(!first.losses().equals(other.losses()));
      assertSame(first, learnt(model, views, all(), new Dropout(0.4, 1), Recomputation.NEVER));
    }
  }

  private static Map<TrainingObjective, Double> all() {
    Map<TrainingObjective, Double> objectives = new LinkedHashMap<>();
    objectives.put(MNTP, 1.0);
    objectives.put(SSCL, 0.2);
    objectives.put(MSG, 3.0);
    return objectives;
  }

  private static void assertSame(
      Decoder decoder, ViewBatch views, Map<TrainingObjective, Double> objectives, double dropout) {
    try (LoraFactors lora = adapter(decoder, List.of(AdapterConfig.ALL_LINEAR));
        LanguageModel model = LanguageModel.of(decoder, lora)) {
      Dropout dropped = new Dropout(dropout, 5);
      assertSame(
          learnt(model, views, objectives, dropped, Recomputation.NEVER),
          learnt(model, views, objectives, dropped, Recomputation.ALWAYS));
    }
  }

  private static void assertSame(Learnt plain, Learnt recomputed) {
    assertEquals(plain.losses(), recomputed.losses());
    assertEquals(plain.gradients().keySet(), recomputed.gradients().keySet());
    int moved = 0;
    for (String name : plain.gradients().keySet()) {
      float[] expected = plain.gradients().get(name);
      assertArrayEquals(expected, recomputed.gradients().get(name), name);
      for (float each : expected) {
        moved += each != 0 ? 1 : 0;
      }
    }
    assertTrue(moved > plain.gradients().size(), "the gradients are not all zero");
  }

  /** The gradients after a pass for each of {@code ways}, which add up, from zero. */
  private static Learnt learnt(
      LanguageModel model,
      ViewBatch views,
      Map<TrainingObjective, Double> objectives,
      Dropout dropout,
      Recomputation... ways) {
    Map<String, Double> losses = new LinkedHashMap<>();
    try (NDManager scope = model.newScope()) {
      Trainable trainable = Trainable.of(model, List.copyOf(objectives.keySet()), 1, scope);
      trainable.list().forEach(array -> array.getGradient().subi(array.getGradient()));
      for (Recomputation way : ways) {
        try (GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
          ObjectivePass.Result result =
              new ObjectivePass(model, new ObjectiveKernel(scope), trainable, way)
                  .train(scope, views, objectives, dropout);
          collector.backward(result.total());
          losses.putAll(result.losses());
        }
      }
      Map<String, float[]> gradients = new LinkedHashMap<>();
      trainable
          .arrays()
          .forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
      return new Learnt(losses, gradients);
    }
  }

  private static Decoder decoder(Path folder, Precision precision) {
    return Decoder.load(folder, precision, Quantisation.NONE, Device.cpu());
  }

  /** An adapter that changes something: both factors are random. */
  private static LoraFactors adapter(Decoder decoder, List<String> targets) {
    AdapterConfig config = new AdapterConfig(4, 8, 0, targets, false);
    SplittableRandom random = new SplittableRandom(11);
    try (LoraFactors fresh = LoraFactors.fresh(config, decoder, 1)) {
      Map<LoraSlot, float[]> values = fresh.values();
      values
          .values()
          .forEach(
              numbers -> {
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = (float) (0.1 * random.nextGaussian());
                }
              });
      return LoraFactors.of(config, decoder, values);
    }
  }

  /** Texts of several lengths, which share rows; longer than the goldens' windows. */
  private static ViewBatch views(Architecture of, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int vocabulary = of.vocabularySize();
    List<MaskedView> masked =
        Stream.of(26, 14, 9, 20)
            .map(
                length -> {
                  int[] tokens = tokens(random, vocabulary, length);
                  boolean[] span = new boolean[length];
                  Arrays.fill(span, length / 2, length / 2 + 4, true);
                  int[] input = tokens.clone();
                  input[2] = 1;
                  return new MaskedView(tokens, input, span, new int[] {2, 3});
                })
            .toList();
    List<PairView> pairs =
        Stream.of(7, 11, 13)
            .map(
                n ->
                    new PairView(
                        tokens(random, vocabulary, n),
                        tokens(random, vocabulary, 19 - n),
                        "text " + n))
            .toList();
    return new ViewBatch(masked, pairs, Map.of());
  }

  private static MaskedView wholeSpan(int[] tokens) {
    boolean[] span = new boolean[tokens.length];
    Arrays.fill(span, true);
    return new MaskedView(tokens, tokens, span, new int[0]);
  }

  private static int[] tokens(SplittableRandom random, int vocabulary, int length) {
    return random.ints(length, 0, vocabulary).toArray();
  }
}
