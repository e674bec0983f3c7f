package magnet.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.io.Quoted;
import magnet.io.StrictJson;
import magnet.io.Unreadable;
import magnet.kernel.NativeMemory;
import magnet.model.family.Architecture;

/**
 * The tokenizer of a checkpoint: text to token ids and back.
 *
 * <p>It reads tokenizer.json, and the special tokens from tokenizer_config.json,
 * special_tokens_map.json, config.json and generation_config.json as far as they are there. It adds
 * no special token on its own, cuts nothing off and pads nothing: truncation and padding that a
 * tokenizer.json asks for are switched off. A special token that is written out in a text ({@code
 * "</s>"}) becomes that token, as in transformers.
 *
 * <p>Safe for use from several threads.
 */
public final class TextTokenizer implements AutoCloseable {

  private static final String FILE = "tokenizer.json";

  /** What belongs to a tokenizer; only the first must be there. */
  public static final List<String> FILES =
      List.of(
          FILE,
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja");

  private final Path folder;
  private final HuggingFaceTokenizer tokenizer;
  private final NativeMemory memory;
  private final TokenizerVocabulary vocabulary;
  private final PieceEncoder pieces;
  private final OptionalInt bos;
  private final OptionalInt eos;
  private final OptionalInt pad;
  private final OptionalInt unk;
  private final OptionalInt ownMask;
  private final boolean addsBos;
  private final OptionalInt namedBos;

  private TextTokenizer(Path folder, String begin) {
    this.folder = folder;
    Path file = folder.resolve(FILE);
    String json = StrictJson.read(file);
    vocabulary = new TokenizerVocabulary(file, json);
    SpecialTokens special = new SpecialTokens(folder, vocabulary);
    OptionalInt own = special.id("bos");
    bos = begin.isEmpty() ? own : OptionalInt.of(listed(begin));
    eos = special.id("eos");
    pad = special.id("pad");
    unk = special.id("unk");
    ownMask = special.id("mask");
    tokenizer = TokenizerLibrary.open(file, json);
    memory = new NativeMemory(this, tokenizer);
    try {
      pieces = new PieceEncoder(text -> ids(text, false), unk.orElse(Architecture.ABSENT));
      int[] dressed = ids("a", true);
      boolean seen = dressed.length > 0 && OptionalInt.of(dressed[0]).equals(own);
      boolean adds = own.isPresent() && special.addsBos().orElse(seen);
      addsBos = adds || !begin.isEmpty();
      boolean named = !begin.isEmpty() && !(adds && own.equals(bos));
      namedBos = named ? bos : OptionalInt.empty();
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * Reads the tokenizer of a checkpoint.
   *
   * @param folder the checkpoint's folder; must have a tokenizer.json
   * @throws IllegalArgumentException if tokenizer.json is missing or broken, or another file names
   *     a token that it does not list
   */
  public static TextTokenizer load(Path folder) {
    return load(folder, "");
  }

  /**
   * Reads the tokenizer of a checkpoint, with another token before every text.
   *
   * @param begin a token of the vocabulary; empty for what the checkpoint's files say
   * @throws IllegalArgumentException as {@link #load(Path)}, or if there is no such token
   */
  public static TextTokenizer load(Path folder, String begin) {
    AtomicFolder.settle(folder);
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw missing(folder);
    }
    return new TextTokenizer(folder, begin);
  }

  private int listed(String begin) {
    return vocabulary
        .id(begin)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ("The token \"%s\", which is to begin every text, is not in %s; name one that"
                            + " the vocabulary lists, such as the one between documents.")
                        .formatted(Quoted.value(begin), folder.resolve(FILE))));
  }

  /**
   * Tokenises a text.
   *
   * @param text any text; what is not valid Unicode (half a surrogate pair) counts as U+FFFD
   * @return its tokens without any special token around them, and the range of each
   */
  public TokenizedText encode(String text) {
    String valid = valid(text);
    return TokenRanges.of(encoding(valid, false), valid);
  }

  /**
   * Tokenises the pieces of one text, each as a model would see it inside the whole: only the first
   * piece begins a text (a SentencePiece tokenizer puts a space mark there), and no cut adds or
   * drops a space.
   *
   * <p>A blank at the end of a piece goes to the next one, since tokenizers read it with the word
   * that follows: {@code "lost "}, {@code "it"} is taken for {@code "lost"}, {@code " it"}. So the
   * joined ids are those of the whole text wherever it is cut at white space, unless the tokenizer
   * has tokens that cross words. Within a word the ids may differ from the whole text's; the text
   * does not.
   *
   * <p>An empty piece is a blank to be filled: it keeps the space before it, and nothing of it
   * reaches the right. {@code ["Tom lost his ", "", ". He cried."]} gives the left context without
   * a trailing space, as the word that fills the blank brings its own.
   *
   * @param pieces the pieces in the order of the text; the first begins it, even if it is empty
   * @return the ids of each piece; joined and decoded they give the text back, as far as the
   *     tokenizer can write it
   * @throws IllegalStateException if a piece cannot be told from its neighbours
   */
  public List<int[]> encodePieces(List<String> pieces) {
    return this.pieces.encode(pieces.stream().map(TextTokenizer::valid).toList());
  }

  /**
   * Turns tokens into text. Special tokens are left out; so is the space that a tokenizer puts
   * before a text, and ids that the vocabulary leaves out between others.
   *
   * @param ids tokens from the beginning of a text
   * @throws IllegalArgumentException if an id is negative or above all that the vocabulary has
   */
  public String decode(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= vocabulary.size()) {
        throw noToken(id);
      }
    }
    return using(library -> library.decode(Arrays.stream(ids).asLongStream().toArray(), true));
  }

  /**
   * The text that some of the tokens add in their place: with the space before a word if there is
   * one in the whole. The texts of adjoining ranges join to {@code decode(ids)}; a character whose
   * bytes lie in two of them belongs to the range that completes it.
   *
   * @param ids tokens from the beginning of a text
   * @throws IllegalArgumentException if an id is not in the vocabulary
   * @throws IndexOutOfBoundsException if the range is not inside ids
   */
  public String decode(int[] ids, int from, int to) {
    Objects.checkFromToIndex(from, to, ids.length);
    String whole = decode(ids);
    return whole.substring(settled(ids, from, whole), settled(ids, to, whole));
  }

  /** One more than the highest id; a model's embeddings may have more rows. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /**
   * A token as the vocabulary writes it: {@code "▁the"}, {@code "Ġthe"}, {@code "<0x0A>"}.
   *
   * @throws IllegalArgumentException if no token has the id
   */
  public String token(int id) {
    String token = vocabulary.token(id);
    if (token == null) {
      throw noToken(id);
    }
    return token;
  }

  private IllegalArgumentException noToken(int id) {
    return new IllegalArgumentException(
        "no token of %s has the id %s, expected one below %s; use ids of this tokenizer."
            .formatted(folder, id, vocabulary.size()));
  }

  /** Whether a token has the id: vocabularies may leave some out. */
  public boolean hasToken(int id) {
    return vocabulary.token(id) != null;
  }

  /** Whether a token has no text: begin, end, padding and others that the files mark. */
  public boolean isSpecial(int id) {
    return vocabulary.isSpecial(id);
  }

  /** The token that begins a text. */
  public OptionalInt bos() {
    return bos;
  }

  /** {@link #bos()} where it was named and the tokenizer's files do not add it; else empty. */
  public OptionalInt namedBos() {
    return namedBos;
  }

  /** The token that ends a text. */
  public OptionalInt eos() {
    return eos;
  }

  /** The token that fills up a batch. */
  public OptionalInt pad() {
    return pad;
  }

  /**
   * The token that masks another: the tokenizer's own {@code mask_token}; else the token {@code
   * "_"}, or the one token that an underscore inside a text becomes (LLM2Vec's choice for Llama,
   * arXiv 2404.05961). Absent if an underscore takes several tokens, is unknown or cannot be told
   * from its neighbours.
   */
  public OptionalInt mask() {
    if (ownMask.isPresent()) {
      return ownMask;
    }
    OptionalInt underscore = vocabulary.id("_");
    if (underscore.isPresent()) {
      return underscore;
    }
    int[] inside;
    try {
      inside = pieces.inside("_");
    } catch (IllegalStateException e) {
      return OptionalInt.empty(); // merged with whatever is beside it
    }
    boolean usable = inside.length == 1 && !OptionalInt.of(inside[0]).equals(unk);
    return usable ? OptionalInt.of(inside[0]) : OptionalInt.empty();
  }

  /**
   * Whether {@link #bos()} is to be put before a text: yes where it was named; else {@code
   * add_bos_token} of tokenizer_config.json, else what tokenizer.json's own post-processor does.
   */
  public boolean addsBos() {
    return addsBos;
  }

  /**
   * Copies the tokenizer's files to a folder, as for a new checkpoint; a begin token that was
   * named, and that they do not add, is written into them.
   */
  public void save(Path target) {
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try {
          AtomicFile.write(target.resolve(name), Files.readAllBytes(file));
        } catch (IOException e) {
          throw Unreadable.of(file, e);
        }
      }
    }
    if (namedBos.isPresent()) {
      FramedTokenizer.rewrite(target, this, OptionalInt.empty());
    }
  }

  /** Frees the native memory; the tokenizer cannot be used afterwards. */
  @Override
  public void close() {
    memory.close();
  }

  /** Calls the library; this is not collected, and its memory not freed, in the middle of it. */
  private <T> T using(Function<HuggingFaceTokenizer, T> call) {
    try {
      return call.apply(tokenizer);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private int[] ids(String text, boolean withSpecial) {
    return TokenRanges.ids(encoding(text, withSpecial));
  }

  private Encoding encoding(String text, boolean withSpecial) {
    try {
      return using(library -> library.encode(text, withSpecial, false));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          Quoted.sentence(
              "The tokenizer of %s cannot take the text \"%s\": %s; use one that can."
                  .formatted(folder, Quoted.value(text), e.getMessage())),
          e);
    }
  }

  /**
   * How many chars of the whole text the first tokens settle. Bytes of a character that is not
   * complete yet decode to something else than in the whole, and so may complete ones before them;
   * then one of the prefixes up to three bytes shorter ends where a character does.
   */
  private int settled(int[] ids, int tokens, String whole) {
    int settled = 0;
    for (int count = tokens; count >= Math.max(0, tokens - 3); count--) {
      String begun = decode(Arrays.copyOf(ids, count));
      int common = commonPrefix(begun, whole);
      settled = Math.max(settled, common);
      if (common == begun.length()) {
        break;
      }
    }
    return settled;
  }

  private static int commonPrefix(String one, String other) {
    int difference = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return difference < 0 ? one.length() : difference;
  }

  private static IllegalArgumentException missing(Path folder) {
    boolean other =
        Files.exists(folder.resolve("tokenizer.model"))
            || Files.exists(folder.resolve("vocab.json"));
    return new IllegalArgumentException(
        FILE
            + " is missing in "
            + folder
            + (other
                ? ", where the tokenizer has another format; convert it in Python with"
                    + " AutoTokenizer.from_pretrained(folder).save_pretrained(folder)."
                : ", expected the folder of a Hugging Face checkpoint; name such a folder."));
  }

  /** Half surrogate pairs replaced, so that ranges stay true: one char for one char. */
  private static String valid(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }
}
