package magnet.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import magnet.Encoding;
import magnet.Objective;
import magnet.infer.Blanks;
import magnet.infer.CausalGenerator;
import magnet.infer.Decoding;
import magnet.infer.FramedText;
import magnet.infer.HybridInfiller;
import magnet.infer.TextFrame;
import magnet.infer.encoding.Encoder;
import magnet.infer.sampling.Greedy;
import magnet.kernel.DecoderKernel;
import magnet.kernel.NativeGate;
import magnet.kernel.ObjectiveKernel;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.tokenizer.TextTokenizer;
import magnet.train.AdamW;
import magnet.train.MaskedView;
import magnet.train.ObjectivePass;
import magnet.train.PairView;
import magnet.train.Recomputation;
import magnet.train.Trainable;
import magnet.train.TrainingObjective;
import magnet.train.ViewBatch;

/** A model of random weights and the work on it that is timed: the same as the Python peer's. */
final class BenchmarkModel implements AutoCloseable {

  private static final int BATCH = 8;
  private static final int LENGTH = 128;
  private static final int SPAN_TOKENS = 12;
  private static final double MASK_RATE = 0.2;
  private static final int SENTENCES = 256;
  private static final int PROMPT = 64;
  private static final int SIDE = 48;
  private static final int NEW_TOKENS = 64;
  private static final int FIRST_ID = 4;
  private static final int MASK_ID = 3;

  private final BenchmarkShape shape;
  private final Precision precision;
  private final Decoder decoder;
  private final LanguageModel model;
  private final TextTokenizer tokenizer;
  private final TextFrame frame;
  private final Random random = new Random(0);
  private final List<Runnable> own = new ArrayList<>();

  /** Loads a checkpoint of the shape that has a tokenizer beside it, of whatever vocabulary. */
  BenchmarkModel(BenchmarkShape shape, Path checkpoint, Precision precision, Device device) {
    this.shape = shape;
    this.precision = precision;
    decoder = Decoder.load(checkpoint, precision, Quantisation.NONE, device);
    model = LanguageModel.of(decoder);
    tokenizer = TextTokenizer.load(checkpoint);
    frame = TextFrame.of(tokenizer, shape.architecture());
  }

  /** The rate of the machine's matrix products of this shape, in 10^9 operations a second. */
  double matrixProducts() {
    return precision.speedOn(
        decoder.device(),
        3 * BATCH * LENGTH,
        shape.architecture().hiddenSize(),
        2 * shape.architecture().intermediateSize());
  }

  /** What can be timed, by name. */
  static final List<String> TASKS =
      List.of(
          "training",
          "embedding",
          "generation",
          "infilling",
          "generation-in-int8",
          "infilling-in-int8");

  /**
   * The task of a name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  BenchmarkTask task(String name) {
    return switch (name) {
      case "training" -> training();
      case "embedding" -> embedding();
      case "generation" -> generation(model, name);
      case "infilling" -> infilling(model, name);
      case "generation-in-int8" -> generation(inInt8(), name);
      case "infilling-in-int8" -> infilling(inInt8(), name);
      default ->
          throw new IllegalArgumentException(
              "Task \"" + name + "\" is not known; expected some of " + TASKS + ".");
    };
  }

  /** A training step: three views of 8 texts of 128 tokens, LoRA of rank 16 everywhere, AdamW. */
  private BenchmarkTask training() {
    AdapterConfig config = new AdapterConfig(16, 32, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    LoraFactors lora = LoraFactors.fresh(config, decoder, 1);
    LanguageModel adapted = LanguageModel.of(decoder, lora);
    NDManager scope = decoder.newScope();
    Map<TrainingObjective, Double> weights = new LinkedHashMap<>();
    weights.put(Objective.mntp(1), 1.0);
    weights.put(Objective.sscl(1), 1.0);
    weights.put(Objective.msg(1).averagedPerToken(), 1.0);
    Trainable trainable = Trainable.of(adapted, List.copyOf(weights.keySet()), 1, scope);
    AdamW optimizer = new AdamW(decoder.newScope(), trainable, AdamW.Settings.ADAPTATION);
    ObjectivePass pass =
        new ObjectivePass(adapted, new ObjectiveKernel(scope), trainable, Recomputation.NEVER);
    own.addAll(List.of(optimizer::close, adapted::close, lora::close, scope::close));
    return task(
        "training",
        "tokens",
        BATCH * LENGTH,
        () -> {
          try (NDManager step = adapted.newScope();
              GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray total = pass.train(step, views(), weights, DecoderKernel.Dropout.NONE).total();
            NativeGate.run(() -> gradients.backward(total));
          }
          optimizer.step(3e-4, 1);
        },
        steps("peer_train.py --head selected"),
        plain(steps("peer_train.py --head full")));
  }

  private ViewBatch views() {
    List<MaskedView> masked = new ArrayList<>();
    List<PairView> pairs = new ArrayList<>();
    for (int row = 0; row < BATCH; row++) {
      int[] ids = ids(LENGTH);
      boolean[] span = new boolean[LENGTH];
      int room = (LENGTH - 2) / 2;
      for (int s = 0; s < 2; s++) {
        int begin = 1 + s * room + random.nextInt(room - SPAN_TOKENS);
        Arrays.fill(span, begin, begin + SPAN_TOKENS, true);
      }
      int[] input = ids.clone();
      List<Integer> chosen = new ArrayList<>();
      for (int t = 1; t < LENGTH; t++) {
        if (!span[t] && !span[t - 1] && random.nextDouble() < MASK_RATE) {
          chosen.add(t);
          input[t] = MASK_ID;
        }
      }
      masked.add(
          new MaskedView(ids, input, span, chosen.stream().mapToInt(Integer::intValue).toArray()));
      pairs.add(new PairView(ids, ids(LENGTH), "text " + row));
    }
    return new ViewBatch(masked, pairs, Map.of());
  }

  /** 256 sentences of log-normal length, 25 tokens in the mean, each by its last token. */
  private BenchmarkTask embedding() {
    List<FramedText> sentences = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      long length = Math.round(Math.exp(3.1 + 0.5 * random.nextGaussian()));
      int[] tokens = ids((int) Math.max(4, Math.min(LENGTH, length)));
      sentences.add(new FramedText(tokens, 0, tokens.length));
    }
    Encoder encoder = new Encoder(model, frame, Encoding.magnet());
    return task(
        "embedding",
        "sentences",
        SENTENCES,
        () -> encoder.encodeFramed(sentences),
        repeats("peer_embed.py --mask is_causal"),
        repeats("benchmark_sentences.py --dtype " + precision.torchName()));
  }

  private LanguageModel inInt8() {
    LanguageModel small = model.withInt8Decoding();
    own.add(small::close);
    return small;
  }

  /** 64 tokens after a prompt of 64, greedy. */
  private BenchmarkTask generation(LanguageModel with, String name) {
    int[] prompt = ids(PROMPT);
    Decoding decoding = new Decoding(NEW_TOKENS, List.of(), false, i -> new Greedy());
    CausalGenerator generator = new CausalGenerator(with, frame);
    return new BenchmarkTask(
        name,
        precision.torchName(),
        "tokens",
        NEW_TOKENS,
        () -> generator.continueTokens(List.of(prompt), decoding, null),
        repeats("peer_infill.py --mode generate --dtype " + precision.torchName()),
        "");
  }

  /** 64 tokens between 48 on each side, greedy. */
  private BenchmarkTask infilling(LanguageModel with, String name) {
    List<int[]> context = List.of(ids(SIDE), ids(SIDE));
    HybridInfiller infiller = new HybridInfiller(with, frame);
    return new BenchmarkTask(
        name,
        precision.torchName(),
        "tokens",
        NEW_TOKENS,
        () -> Blanks.fill(infiller, context, List.of(new int[] {NEW_TOKENS}), i -> new Greedy()),
        repeats("peer_infill.py --mode infill_cached --dtype " + precision.torchName()),
        with == model ? plain(repeats("peer_infill.py --mode infill --head full")) : "");
  }

  private String steps(String command) {
    return command + " --steps " + shape.blocks() + " --warmup " + shape.warmUp();
  }

  private String repeats(String command) {
    return command + " --repeats " + shape.blocks();
  }

  /** The plain peer is float32 and slow: it runs once, beside our faster precision. */
  private String plain(String command) {
    return precision == Precision.BFLOAT16 ? command : "";
  }

  private BenchmarkTask task(
      String name, String unit, int amount, Runnable block, String peer, String plainPeer) {
    String dtype = " --dtype " + precision.torchName();
    return new BenchmarkTask(
        name, precision.torchName(), unit, amount, block, peer + dtype, plainPeer);
  }

  private int[] ids(int count) {
    return random.ints(count, FIRST_ID, shape.architecture().vocabularySize()).toArray();
  }

  @Override
  public void close() {
    own.forEach(Runnable::run);
    model.close();
    tokenizer.close();
    decoder.close();
  }
}
