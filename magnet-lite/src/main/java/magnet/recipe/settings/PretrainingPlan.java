package magnet.recipe.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import magnet.Loading;
import magnet.Magnet;
import magnet.Pretraining;
import magnet.data.Documents;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.BytePairTrainer;
import magnet.model.tokenizer.TextTokenizer;

/**
 * A model from scratch: its shape, its tokenizer, and the numbers of its training.
 *
 * @param shape the sizes of the decoder, given how many tokens it has
 * @param vocabulary how many tokens are learnt from the corpus; 0 where a tokenizer is given
 * @param vocabularyTexts how many texts these are learnt from; all by default
 * @param tokenizer the folder of a tokenizer.json
 * @param loading what the model is stored and measured in, and where it is trained
 */
public record PretrainingPlan(
    TextPlan corpus,
    IntFunction<Architecture> shape,
    int vocabulary,
    Optional<Integer> vocabularyTexts,
    Optional<Path> tokenizer,
    Loading loading,
    LoopPlan loop) {

  private static final int USUAL_VOCABULARY = 2048;

  /** Reads a recipe with a section "pretrain". */
  public static PretrainingPlan read(KeyedReader recipe) {
    KeyedReader pretrain = recipe.section("pretrain").orElseThrow();
    IntFunction<Architecture> shape =
        shape(pretrain.neededSection("architecture", "the sizes of the decoder"));
    Optional<Path> tokenizer = pretrain.path("tokenizer");
    Optional<Integer> vocabulary = pretrain.whole("vocabulary", 300);
    if (tokenizer.isPresent() && vocabulary.isPresent()) {
      throw pretrain.refusal("vocabulary", "is what the tokenizer says; leave it out");
    }
    Optional<Integer> vocabularyTexts = pretrain.whole("vocabulary-texts", 1);
    pretrain.end();
    return new PretrainingPlan(
        TextPlan.ofCorpus(recipe),
        shape,
        tokenizer.isPresent() ? 0 : vocabulary.orElse(USUAL_VOCABULARY),
        vocabularyTexts,
        tokenizer,
        ModelPlan.loading(recipe),
        LoopPlan.read(recipe));
  }

  private static IntFunction<Architecture> shape(KeyedReader section) {
    int hidden = section.whole("hidden", 2).orElse(128);
    int intermediate = section.whole("intermediate", 1).orElse(3 * hidden);
    int layers = section.whole("layers", 1).orElse(2);
    int heads = section.whole("heads", 1).orElse(4);
    int keyValueHeads = section.whole("key-value-heads", 1).orElse(heads);
    int positions = section.whole("positions", 8).orElse(256);
    IntFunction<Architecture> shape =
        vocabulary ->
            Architecture.llama(
                vocabulary, hidden, intermediate, layers, heads, keyValueHeads, positions);
    section.place("hidden").made(() -> shape.apply(16));
    section.end();
    return shape;
  }

  /** The pretraining, run when its model is asked for; learnt tokenizers are kept in a folder. */
  public Pretraining pretraining(long seed, Path folder) {
    Path words = tokenizer.orElseGet(() -> learnt(folder));
    int tokens;
    try (TextTokenizer read = TextTokenizer.load(words)) {
      tokens = read.vocabularySize();
    }
    Pretraining pretraining = Magnet.pretrain(shape.apply(tokens), words, corpus.open());
    return loop.applied(pretraining, corpus).seed(seed).device(loading.device());
  }

  private Path learnt(Path folder) {
    Documents texts = corpus.open().documents();
    Documents some = vocabularyTexts.map(texts::limit).orElse(texts);
    Path own =
        folder.resolve(
            Digest.ofTexts(corpus.fingerprint(), some.size() + " texts", vocabulary + " tokens"));
    if (!Files.exists(own.resolve("tokenizer.json"))) {
      BytePairTrainer.train(some, vocabulary).save(own);
    }
    return own;
  }

  /**
   * Saves a trained model in the requested precision, and gives the model as the checkpoint holds
   * it; the caller closes it.
   */
  public Magnet stored(Magnet trained, Path folder) {
    if (loading.precision().isEmpty() || loading.precision().equals("float32")) {
      trained.save(folder);
      return Magnet.load(folder, loading);
    }
    Path whole = folder.resolveSibling(folder.getFileName() + "-float32");
    trained.save(whole);
    Magnet stored = Magnet.load(whole, loading);
    stored.save(folder);
    return stored;
  }
}
