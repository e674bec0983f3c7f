package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import magnet.Magnet;
import magnet.Pretraining;
import magnet.data.BytePairTrainer;
import magnet.model.Architecture;
import magnet.model.TextTokenizer;

/**
 * A model from scratch: its shape, its tokenizer, and the numbers of its training.
 *
 * @param corpus what it learns from
 * @param shape the sizes of the decoder
 * @param vocabulary how many tokens are learnt from the corpus; 0 where a tokenizer is given
 * @param tokenizer the folder of a tokenizer.json
 * @param device where to train: auto, cpu, gpu or gpu:N
 * @param loop steps, batch and optimiser
 */
record PretrainingPlan(
    TextPlan corpus,
    Shape shape,
    int vocabulary,
    Optional<Path> tokenizer,
    String device,
    LoopPlan loop) {

  private static final int USUAL_VOCABULARY = 2048;

  /**
   * The sizes of a Llama decoder.
   *
   * @param hidden width of the residual stream
   * @param intermediate width of the gated feed-forward layer
   * @param layers how many
   * @param heads attention heads
   * @param keyValueHeads heads that share keys and values between them
   * @param positions the longest text in tokens
   */
  record Shape(
      int hidden, int intermediate, int layers, int heads, int keyValueHeads, int positions) {

    private static Shape read(Section section) {
      int hidden = section.whole("hidden", 2).orElse(128);
      int heads = section.whole("heads", 1).orElse(4);
      Shape shape =
          new Shape(
              hidden,
              section.whole("intermediate", 1).orElse(3 * hidden),
              section.whole("layers", 1).orElse(2),
              heads,
              section.whole("key-value-heads", 1).orElse(heads),
              section.whole("positions", 8).orElse(256));
      section.made("hidden", () -> shape.architecture(16));
      section.end();
      return shape;
    }

    Architecture architecture(int vocabulary) {
      return Architecture.llama(
          vocabulary, hidden, intermediate, layers, heads, keyValueHeads, positions);
    }
  }

  /** Reads a recipe with a section "pretrain". */
  static PretrainingPlan read(Section recipe) {
    Section pretrain = recipe.section("pretrain").orElseThrow();
    Section architecture =
        pretrain
            .section("architecture")
            .orElseThrow(() -> pretrain.missing("architecture", "the sizes of the decoder"));
    Shape shape = Shape.read(architecture);
    Optional<Path> tokenizer = pretrain.path("tokenizer");
    Optional<Integer> vocabulary = pretrain.whole("vocabulary", 300);
    if (tokenizer.isPresent() && vocabulary.isPresent()) {
      throw pretrain.refusal("vocabulary", "is what the tokenizer says; leave it out");
    }
    pretrain.end();
    return new PretrainingPlan(
        CorpusReader.read(recipe),
        shape,
        tokenizer.isPresent() ? 0 : vocabulary.orElse(USUAL_VOCABULARY),
        tokenizer,
        recipe.text("device").orElse("auto"),
        LoopPlan.read(recipe));
  }

  /**
   * The pretraining; it runs when its model is asked for.
   *
   * @param seed what all chance depends on
   * @param folder where a tokenizer is kept that is learnt here
   */
  Pretraining pretraining(long seed, Path folder) {
    Path words = tokenizer.orElse(folder);
    if (tokenizer.isEmpty() && !Files.exists(folder.resolve("tokenizer.json"))) {
      BytePairTrainer.train(corpus.open().documents(), vocabulary).save(folder);
    }
    int tokens;
    try (TextTokenizer read = TextTokenizer.load(words)) {
      tokens = read.vocabularySize();
    }
    Pretraining pretraining =
        loop.applied(Magnet.pretrain(shape.architecture(tokens), words, corpus.open()))
            .seed(seed)
            .device(device);
    if (loop.measureEvery().isPresent()) {
      Optional<TextPlan> heldOut = corpus.heldOut();
      pretraining = heldOut.isPresent() ? pretraining.heldOut(heldOut.get().open()) : pretraining;
    }
    return pretraining;
  }
}
