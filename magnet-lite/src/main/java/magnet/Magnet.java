package magnet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import magnet.infer.CausalGenerator;
import magnet.infer.HybridInfiller;
import magnet.infer.LikelihoodScorer;
import magnet.infer.TextFrame;
import magnet.infer.encoding.Encoder;
import magnet.io.Digest;
import magnet.io.NotNull;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.MergedDecoder;
import magnet.model.ModelFingerprint;
import magnet.model.SharedHandle;
import magnet.model.family.Architecture;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressView;

/**
 * One decoder that embeds, fills blanks and writes: a pretrained model, with or without what MAGNET
 * taught it.
 *
 * <pre>{@code
 * Magnet base = Magnet.load(Path.of("my-model"));
 * base.generate("Once upon a time");
 * Magnet.adapt(base).on(Corpus.lines(file)).embed("The cat naps.", "A cat sleeps.");
 * }</pre>
 *
 * <p>Models made from one another share the base model's weights; the memory is freed when the last
 * of them is closed. A model does not change once it is made, and may be used by several threads.
 */
public final class Magnet implements ModelOperations, TokenLevel, AutoCloseable {

  private final SharedHandle<BaseModel> base;
  private final SharedHandle<LoraFactors> lora;
  private final LanguageModel language;
  private final History history;
  private volatile boolean closed;

  private Magnet(
      SharedHandle<BaseModel> base,
      SharedHandle<LoraFactors> lora,
      LanguageModel language,
      History history) {
    this.base = base;
    this.lora = lora;
    this.language = language;
    this.history = history;
  }

  private Magnet(SharedHandle<BaseModel> base, SharedHandle<LoraFactors> lora, History history) {
    this(
        base,
        lora,
        lora == null
            ? LanguageModel.of(base.get().decoder())
            : LanguageModel.of(base.get().decoder(), lora.get()),
        history);
  }

  /**
   * Loads a Hugging Face checkpoint, on the first GPU where there is one.
   *
   * @param folder with config.json, model.safetensors (whole or in shards) and tokenizer.json; or
   *     an adapter's, which is combined with the model beside it, or with the base that it names
   * @throws IllegalArgumentException if something is missing, broken or not supported
   */
  public static Magnet load(Path folder) {
    return load(folder, Loading.auto());
  }

  /**
   * Loads a Hugging Face checkpoint as {@link #load(Path)} does, but in a precision and on a
   * device.
   *
   * @param how precision and device
   */
  public static Magnet load(Path folder, Loading how) {
    return load(ModelSource.of(folder), NotNull.of(how, "how"));
  }

  /**
   * Loads a model by its name, on the first GPU where there is one.
   *
   * @param name the path of a folder as in {@link #load(Path)}; else {@code "organisation/name"} on
   *     the Hugging Face {@link Hub}, which is downloaded unless it is in its cache. An adapter is
   *     combined with the base model that it names.
   * @throws IllegalArgumentException if there is no such model, or it is broken or not supported
   */
  public static Magnet load(String name) {
    return load(name, Loading.auto());
  }

  /**
   * Loads a model as {@link #load(String)} does, but in a precision and on a device.
   *
   * @param how precision and device
   */
  public static Magnet load(String name, Loading how) {
    return load(ModelSource.of(name, NotNull.of(how, "how")), how);
  }

  private static Magnet load(ModelSource source, Loading how) {
    return source.isAdapter()
        ? source.adapted(how)
        : of(BaseModel.load(source, how), History.none());
  }

  /**
   * Starts to describe how a model is adapted; nothing runs until its result is needed.
   *
   * @param base a model without an adapter
   */
  public static Adaptation adapt(Magnet base) {
    return new Adaptation(NotNull.of(base, "base"));
  }

  /**
   * As {@link #adapt(Magnet)}, for a model's name; the model is loaded at once.
   *
   * @param name see {@link #load(String)}
   */
  public static Adaptation adapt(String name) {
    return adapt(load(name));
  }

  /**
   * Starts to describe how a model is trained from scratch; nothing runs until its result is
   * needed.
   *
   * @param architecture its shape
   * @param tokenizerFolder has a tokenizer.json with at most as many tokens as the architecture
   * @param corpus what it learns from
   */
  public static Pretraining pretrain(
      Architecture architecture, Path tokenizerFolder, Corpus corpus) {
    return new Pretraining(
        NotNull.of(architecture, "architecture"),
        NotNull.of(tokenizerFolder, "tokenizerFolder"),
        NotNull.of(corpus, "corpus"));
  }

  /**
   * Pretraining with a small shape and a tokenizer that is learned from the corpus: a model for
   * trying things out, in less than a minute.
   *
   * @param corpus what it learns from
   */
  public static Pretraining pretrain(Corpus corpus) {
    return new Pretraining(null, null, NotNull.of(corpus, "corpus"));
  }

  /** A model with its own weights. */
  static Magnet of(BaseModel base, History history) {
    return new Magnet(SharedHandle.of(base), null, history);
  }

  /** This model's base with other factors, null for none; the new model closes the handle. */
  Magnet with(SharedHandle<LoraFactors> factors, History learnt) {
    return new Magnet(open().base.share(), factors, learnt);
  }

  /** How the model was trained; empty if it was not trained here. */
  public History history() {
    return history;
  }

  @Override
  public Magnet model() {
    return this;
  }

  @Override
  public Embeddings embed(String... sentences) {
    return embed(Arrays.asList(NotNull.of(sentences, "sentences")));
  }

  /**
   * Embeds sentences, and shows how far that is where it takes longer than a second.
   *
   * @param sentences at least one; none empty or longer than the model's positions
   * @param options instruction, pooling and what is done with the vectors
   * @throws magnet.infer.UnusableTexts if some cannot be embedded; it names their places
   */
  public Embeddings embed(List<String> sentences, Encoding options) {
    if (NotNull.of(sentences, "sentences").isEmpty()) {
      throw new IllegalArgumentException("There are 0 sentences to embed; give one at least.");
    }
    try (ProgressView progress = Progress.afterSeconds(1)) {
      return new Embeddings(this, sentences, encoder(options).encode(sentences, progress), options);
    }
  }

  @Override
  public TokenEmbeddings tokens(String text) {
    NotNull.of(text, "text");
    return new TokenEmbeddings(this, encoder(Encoding.magnet()).encodeTokens(text));
  }

  @Override
  public Infills infill(String text, Infilling options) {
    NotNull.of(options, "options");
    return new Infills(this, text, infiller().infill(options.pieces(text), options.search()));
  }

  @Override
  public Generation generate(String prompt, Generating options) {
    NotNull.of(prompt, "prompt");
    NotNull.of(options, "options");
    return new Generation(
        this, prompt, generator().generate(prompt, options.decoding(), options.listener()));
  }

  /** This model's base without an adapter: what it was before it was adapted, bit for bit. */
  public Magnet withoutAdapter() {
    return with(null, History.none());
  }

  /**
   * This model's base with an adapter, in place of any that it has.
   *
   * @throws IllegalArgumentException if the adapter was made for another shape of model, or learnt
   *     from texts that begin with another token than this model's
   */
  public Magnet with(Adapter adapter) {
    NotNull.of(adapter, "adapter");
    return with(SharedHandle.of(adapter.on(this, adapter.config())), History.none());
  }

  /** What this model learnt, apart from its base; empty if it is a plain model. */
  public Optional<Adapter> adapter() {
    open();
    return Optional.ofNullable(lora)
        .map(SharedHandle::get)
        .map(factors -> new Adapter(factors.config(), factors.values(), frame().bos()));
  }

  /**
   * A plain model that computes what this one computes with its adapter, within rounding: weights
   * are added in float32 and rounded once. {@link #logitDifference} reports what that costs in
   * bfloat16: {@code model.logitDifference(model.merge(), "The cat sat on the mat.")}.
   *
   * @throws IllegalStateException if there is no adapter
   */
  public Magnet merge() {
    open();
    if (lora == null) {
      throw new IllegalStateException(
          "The model has no adapter that could be merged; adapt it first, or load one.");
    }
    return of(base.get().withWeights(MergedDecoder.of(decoder(), lora.get())), history);
  }

  /**
   * This model with int8 weights for generating and infilling: on a CPU faster, at a small loss;
   * compare the texts before you rely on it. On a GPU it saves memory and takes more time.
   */
  public Magnet withInt8Decoding() {
    open();
    return new Magnet(
        base.share(), lora == null ? null : lora.share(), language.withInt8Decoding(), history);
  }

  /**
   * Saves what is new: the adapter in peft's layout if there is one, else the whole model as a
   * Hugging Face checkpoint; with a README.md unless there is one that this library did not write.
   * All files change in one step, so that the folder holds the old ones or the new ones whenever
   * the process is killed.
   *
   * @param folder made if it is absent; files of the same names are replaced, and what another kind
   *     of save left of a model is removed
   * @throws IllegalArgumentException if the folder holds weights that would be read together with
   *     these: an adapter or shards beside a model, another model than its base beside an adapter
   */
  public void save(Path folder) {
    Saving.save(this, base.get().name(), NotNull.of(folder, "folder"));
  }

  /** {@link #save(Path)} for a folder's name. */
  public void save(String folder) {
    save(Path.of(NotNull.of(folder, "folder")));
  }

  /** {@link #saveSentenceTransformer(Path, Encoding)} as {@link Encoding#magnet()} says. */
  public void saveSentenceTransformer(Path folder) {
    saveSentenceTransformer(folder, Encoding.magnet());
  }

  /**
   * Saves the model for Python's sentence-transformers: its vectors there are those of {@link
   * #embed(List, Encoding)} here, within rounding. An adapter is merged. A model that attends in
   * both directions needs transformers 5.2 or newer there.
   *
   * @param folder made if it is absent; files of the same names are replaced
   * @param how must pool the last token and keep all dimensions
   * @throws IllegalArgumentException if sentence-transformers cannot embed so, or if the folder
   *     holds an adapter or shards, which would be read with it
   */
  public void saveSentenceTransformer(Path folder, Encoding how) {
    Saving.sentenceTransformer(this, NotNull.of(folder, "folder"), NotNull.of(how, "how"));
  }

  /**
   * Identifies this model, its adapter and the token that begins its texts included: equal for
   * equal numbers in the same precision. For cache keys.
   *
   * @return 64 hexadecimal digits
   */
  public String fingerprint() {
    String bos = frame().bos();
    String weights = ModelFingerprint.of(language());
    return bos.isEmpty() ? weights : Digest.sha256().add(weights + " after " + bos).hex();
  }

  /** The shape of the model. */
  public Architecture architecture() {
    return decoder().architecture();
  }

  /** Encodes sentences and tokens. */
  public Encoder encoder(Encoding options) {
    return new Encoder(language(), frame(), NotNull.of(options, "options"));
  }

  /** Continues texts. */
  public CausalGenerator generator() {
    return new CausalGenerator(language(), frame());
  }

  /** Fills blanks. */
  public HybridInfiller infiller() {
    return new HybridInfiller(language(), frame());
  }

  /** Scores texts. */
  public LikelihoodScorer scorer() {
    return new LikelihoodScorer(language(), frame());
  }

  String baseName() {
    return open().base.get().name();
  }

  Decoder decoder() {
    return open().base.get().decoder();
  }

  TextFrame frame() {
    return open().base.get().frame();
  }

  LanguageModel language() {
    return open().language;
  }

  private Magnet open() {
    if (closed) {
      throw new IllegalStateException("The model is closed; load it again.");
    }
    return this;
  }

  @Override
  public String toString() {
    if (closed) {
      return "closed model";
    }
    Architecture of = architecture();
    return String.format(
        Locale.ROOT,
        "%s (%s, %,d weights, %s)%s",
        base.get().name(),
        of.family(),
        of.parameters(),
        decoder().numbers().toLowerCase(Locale.ROOT),
        lora == null ? "" : " with a LoRA adapter of rank " + lora.get().config().rank());
  }

  /** Frees what no other model shares. Closing twice is fine. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      language.close();
      if (lora != null) {
        lora.close();
      }
      base.close();
    }
  }
}
