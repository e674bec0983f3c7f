package magnet.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import magnet.Corpus;
import magnet.Loading;
import magnet.Magnet;
import magnet.data.BytePairTrainer;
import magnet.data.Documents;
import magnet.data.pocket.PocketWorld;
import magnet.data.pocket.Split;
import magnet.infer.Likelihood;
import magnet.model.Architecture;
import magnet.view.ChartFile;

/**
 * Makes the base model of pocket from nothing: tokenizer, pretraining, and the checkpoint in
 * bfloat16. {@code PocketBase <folder> [<resources>]}, from the top of the project: with {@code
 * magnet-lite/src/main/resources/magnet/pocket/model} as the second folder the result is put where
 * the library ships it from. Broken off, it goes on where it was.
 *
 * <p>All numbers of the recipe stand in this file. On two cores it takes about three quarters of an
 * hour; the tokenizer comes out the same on every machine, the weights on the same kind of machine.
 */
public final class PocketBase {

  /** Stories to learn from; each is seen once. */
  private static final int STORIES = 48_000;

  private static final long STORY_SEED = 1;
  private static final int TOKENIZER_STORIES = 20_000;
  private static final int VOCABULARY = 3072;
  private static final int HIDDEN = 192;
  private static final int INTERMEDIATE = 512;
  private static final int LAYERS = 5;
  private static final int HEADS = 6;
  private static final int POSITIONS = 256;

  private static final int STEPS = 3000;
  private static final int BATCH = 16;
  private static final int MAX_TOKENS = 128;
  private static final double LEARNING_RATE = 3e-3;
  private static final long SEED = 7;
  private static final int CHECKPOINT_EVERY = 250;
  private static final int HELD_OUT = 256;
  private static final int MEASURED = 1000;

  private PocketBase() {}

  /**
   * Makes it.
   *
   * @param arguments the folder to work in: {@code checkpoint} in it is the result, beside its
   *     history as CSV and picture; and the folder of the library's resources, if it is to go there
   */
  public static void main(String[] arguments) {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("Give a folder to work in, such as target/pocket-base.");
      System.exit(2);
    }
    Path folder = Path.of(arguments[0]);
    make(folder);
    if (arguments.length == 2) {
      EmbeddedFolder.ship(folder.resolve("checkpoint"), Path.of(arguments[1]));
    }
  }

  private static void make(Path folder) {
    Path tokenizer = folder.resolve("tokenizer");
    Documents stories = PocketWorld.stories(Split.TRAIN, STORIES, STORY_SEED);
    BytePairTrainer.train(stories.limit(TOKENIZER_STORIES), VOCABULARY).save(tokenizer);
    Architecture shape =
        Architecture.llama(VOCABULARY, HIDDEN, INTERMEDIATE, LAYERS, HEADS, HEADS, POSITIONS);
    try (Magnet model =
        Magnet.pretrain(shape, tokenizer, Corpus.of(stories))
            .steps(STEPS)
            .batch(BATCH)
            .maxTokens(MAX_TOKENS)
            .learningRate(LEARNING_RATE)
            .seed(SEED)
            .heldOut(Corpus.of(PocketWorld.stories(Split.DEV, HELD_OUT, STORY_SEED)))
            .evaluateEvery(CHECKPOINT_EVERY)
            .checkpoints(folder.resolve("training"), CHECKPOINT_EVERY)
            .resume()
            .train()) {
      model.history().table().write().csv(folder.resolve("history.csv").toFile());
      ChartFile.save(model.history().chart(), folder.resolve("losses.png"));
      model.save(folder.resolve("float32"));
    }
    try (Magnet half =
        Magnet.load(folder.resolve("float32"), Loading.auto().precision("bfloat16"))) {
      half.save(folder.resolve("checkpoint"));
      String told =
          "%s%nperplexity: %.3f on train, %.3f on dev, %.3f on test stories%n"
              .formatted(
                  half,
                  perplexity(half, Split.TRAIN),
                  perplexity(half, Split.DEV),
                  perplexity(half, Split.TEST));
      Files.writeString(folder.resolve("perplexity.txt"), told);
      System.out.print(told);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e, e);
    }
  }

  private static double perplexity(Magnet model, Split split) {
    Documents stories = PocketWorld.stories(split, MEASURED, STORY_SEED);
    return model
        .scorer()
        .texts(IntStream.range(0, stories.size()).mapToObj(i -> stories.get(i).text()).toList())
        .stream()
        .reduce(Likelihood::plus)
        .orElseThrow()
        .perplexity();
  }
}
