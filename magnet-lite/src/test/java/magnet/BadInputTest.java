package magnet;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done is said in one sentence: the value, what was expected, the remedy. */
class BadInputTest {

  private static final String LONG = "the cat and the dog ".repeat(40);

  @TempDir static Path checkpoint;

  private static Magnet model;

  @BeforeAll
  static void load() {
    model = Magnet.load(TinyCheckpoint.in(checkpoint), Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void refused(String words, Executable call) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  @Test
  void emptyTexts() {
    refused("The text \"\" is empty", () -> model.embed(""));
    refused("0 sentences", () -> model.embed());
    refused("The text \" \" is empty", () -> model.tokens(" "));
    refused("The text \"\" is empty", () -> model.infill(""));
    refused("has 1 tokens, expected 2", () -> model.perplexity(""));
    refused("is empty, expected text that can be scored", () -> model.score("the", ""));
  }

  @Test
  void textsLongerThanTheModelsPositions() {
    String positions = "expected " + TinyCheckpoint.POSITIONS + " at most, the model's positions";
    refused(positions, () -> model.embed(LONG));
    refused(positions, () -> model.tokens(LONG));
    refused(positions, () -> model.perplexity(LONG));
    refused(positions, () -> model.infillPerplexity(LONG, 0, 3));
    refused(positions, () -> model.score(LONG, " cat"));
    refused("leaves no room for more", () -> model.generate(LONG));
    refused("has no room in the model's", () -> model.infill(LONG + "___"));
    refused("no room", () -> model.infill("the ___", Infilling.tokens(200)));
  }

  @Test
  void blanks() {
    refused("has no blank, expected one at least; mark it by ___", () -> model.infill("the cat"));
    refused("mark it by [gap]", () -> model.infill("the ___", Infilling.auto().mark("[gap]")));
    refused("Two blanks have no text between them", () -> model.infill("the ___ ___ cat"));
  }

  @Test
  void spansOutsideTheText() {
    refused("ends after a text", () -> model.infillPerplexity("the cat", 4, 9));
    refused("must begin at 0", () -> model.infillPerplexity("the cat", -1, 3));
    refused("of the text is empty", () -> model.infillPerplexity("the cat", 3, 4));
  }

  @Test
  void options() {
    refused("temperature is -1.0", () -> Sampling.temperature(-1));
    refused("top-k is -3", () -> Sampling.topK(-3));
    refused("top-p is 0.0", () -> Sampling.topP(0));
    refused("min-p is 2.0", () -> Sampling.minP(2));
    refused("repetition penalty is 0.0", () -> Sampling.greedy().andRepetitionPenalty(0));
    refused("max tokens is 0", () -> Generating.tokens(0));
    refused("stop string is empty", () -> Generating.auto().stop(""));
    refused("A blank of 3 to 2 tokens", () -> Infilling.tokens(3, 2));
    refused("Asked for 0 candidates", () -> Infilling.auto().candidates(0));
    refused("candidates of 0 tries a length", () -> Infilling.sentence().tries(0));
    refused(
        "tried 2 times, but the likeliest tokens are the same each time",
        () -> model.infill("the ___", Infilling.tokens(1).tries(2)));
    refused("Asked for the 0 nearest", () -> model.embed("the").nearest("cat", 0));
    refused("dimensions is 33, expected 1 to 32", () -> model.embed("the").truncated(33));
    Encoding wide = Encoding.magnet().dimensions(33);
    refused("dimensions is 33, expected 32", () -> model.embed(List.of("the"), wide));
  }

  @Test
  void tokenIds() {
    refused(
        "The pattern is of 2 tokens, but 1 are given",
        () -> model.logits(new int[] {1}, AttentionPattern.causal(2)));
    refused(
        "Token id 100000 is not in the vocabulary",
        () -> model.logits(new int[] {100_000}, AttentionPattern.causal(1)));
    refused("0 tokens are given", () -> model.logits(new int[0], AttentionPattern.causal(0)));
    refused("has the id 100000", () -> model.decode(100_000));
  }

  @Test
  void checkpointsAndDevices(@TempDir Path folder) throws IOException {
    refused("is not a folder", () -> Magnet.load(folder.resolve("none")));
    refused("config.json", () -> Magnet.load(folder));
    TinyCheckpoint.in(folder);
    refused("Device \"tpu\" is not known", () -> Magnet.load(folder, Loading.auto().device("tpu")));
    refused(
        "Device \"gpu:99\" was asked for, but PyTorch sees",
        () -> Magnet.load(folder, Loading.auto().device("gpu:99")));
    refused(
        "Precision \"int4\" is not known",
        () -> Magnet.load(folder, Loading.auto().precision("int4")));
    Files.delete(folder.resolve("tokenizer.json"));
    refused("tokenizer.json is missing", () -> Magnet.load(folder));
    Files.delete(folder.resolve("model.safetensors"));
    refused("the weights are missing", () -> Magnet.load(folder));
  }

  @Test
  void adapters(@TempDir Path folder) {
    refused("adapter_config.json", () -> Adapter.load(folder));
    AdapterConfig config = new AdapterConfig(2, 4, 0, List.of("q_proj"), false);
    refused("The adapter has no numbers", () -> model.with(new Adapter(config, Map.of())));
    IllegalStateException plain = assertThrows(IllegalStateException.class, model::merge);
    assertTrue(plain.getMessage().contains("no adapter"), plain.getMessage());
  }

  @Test
  void aBlankThatNothingPredicts(@TempDir Path folder) throws IOException {
    TinyCheckpoint.in(folder);
    Path config = folder.resolve("tokenizer_config.json");
    Files.writeString(
        config, Files.readString(config).replaceFirst("\\{", "{ \"add_bos_token\": false,"));
    try (Magnet noBegin = Magnet.load(folder, Loading.auto().device("cpu"))) {
      refused("begins with a blank, which nothing predicts", () -> noBegin.infill("___ ran."));
      refused("The prompt has no tokens", () -> noBegin.generate(""));
      assertTrue(noBegin.infill("Tom ___ ran.").best().startsWith("Tom"));
    }
  }

  @Test
  void weightsThatAreNotNumbers() {
    AdapterConfig config = new AdapterConfig(1, 1, 0, List.of("down_proj"), false);
    Map<LoraSlot, float[]> factors = new HashMap<>();
    for (int layer = 0; layer < 2; layer++) {
      float[] b = new float[32];
      b[3] = Float.NaN;
      factors.put(new LoraSlot(layer, "down_proj", 'A'), new float[48]);
      factors.put(new LoraSlot(layer, "down_proj", 'B'), b);
    }
    try (Magnet broken = model.with(new Adapter(config, factors))) {
      refused("is NaN, expected a number", () -> broken.generate("the"));
      refused("is NaN, expected a number", () -> broken.infill("the ___."));
      for (Executable call :
          List.<Executable>of(() -> broken.embed("the"), () -> broken.perplexity("the cat"))) {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, call);
        assertTrue(refusal.getMessage().contains("is NaN, expected"), refusal.getMessage());
      }
    }
  }

  @Test
  void aClosedModel(@TempDir Path folder) {
    Magnet closed = Magnet.load(TinyCheckpoint.in(folder));
    closed.close();
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> closed.embed("the cat"));
    assertTrue(refusal.getMessage().contains("is closed; load it again"), refusal.getMessage());
  }
}
