package magnet.infer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import magnet.io.KeyedReader;
import magnet.io.Quoted;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.TextTokenizer;
import magnet.model.tokenizer.TokenizedText;

/**
 * How text becomes model input, in one place for training and inference: which begin and end tokens
 * frame a document, a prompt and a sentence.
 *
 * <p>The frame owns nothing: the owner of the tokenizer closes it.
 */
public final class TextFrame {

  private static final String GENERATION = "generation_config.json";
  private static final int[] NOTHING = {};

  private final TextTokenizer tokenizer;
  private final int vocabulary;
  private final int[] begin;
  private final List<Integer> ends;
  private WrittenTokens written;

  private TextFrame(TextTokenizer tokenizer, int vocabulary, List<Integer> ends) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.ends = List.copyOf(new LinkedHashSet<>(ends));
    begin = tokenizer.addsBos() ? new int[] {tokenizer.bos().orElseThrow()} : NOTHING;
  }

  /**
   * The frame of a checkpoint. What ends its texts is {@code eos_token_id} of
   * generation_config.json, the first id if there are several, else that of config.json, else the
   * tokenizer's own. (The story models end a story with their begin token, and only
   * generation_config.json says so.)
   */
  public static TextFrame of(Path folder, TextTokenizer tokenizer, Architecture architecture) {
    List<Integer> ends = new ArrayList<>();
    Path generation = folder.resolve(GENERATION);
    if (Files.isRegularFile(generation)) {
      ends.addAll(KeyedReader.json(generation).wholes("eos_token_id"));
    }
    ends.addAll(of(tokenizer, architecture).ends);
    return new TextFrame(tokenizer, architecture.vocabularySize(), ends);
  }

  /**
   * The frame of a model that has no generation_config.json: its texts end with {@code
   * eos_token_id} of its architecture, else with the tokenizer's own end token.
   */
  public static TextFrame of(TextTokenizer tokenizer, Architecture architecture) {
    List<Integer> ends = new ArrayList<>(architecture.eosIds());
    tokenizer.eos().ifPresent(ends::add);
    return new TextFrame(tokenizer, architecture.vocabularySize(), ends);
  }

  /** The tokenizer. */
  public TextTokenizer tokenizer() {
    return tokenizer;
  }

  /** The ids that end a text, the one that this frame puts after documents first; may be empty. */
  public List<Integer> ends() {
    return ends;
  }

  /** The token that begins every text, as the vocabulary writes it; empty if none does. */
  public String bos() {
    return begin.length == 0 ? "" : tokenizer.token(begin[0]);
  }

  /** Whether a token ends a text. */
  public boolean isEnd(int id) {
    return ends.contains(id);
  }

  /** What the vocabulary says about the model's token ids; looked up once, as there are many. */
  synchronized WrittenTokens writtenTokens() {
    if (written == null) {
      written = WrittenTokens.of(tokenizer, this::isEnd, vocabulary);
    }
    return written;
  }

  /** The token that replaces a masked one; a tokenizer without one is refused. */
  public int maskToken() {
    int mask =
        tokenizer
            .mask()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The tokenizer has no mask token and no single token for \"_\"; name the"
                            + " token that masks."));
    require(mask);
    return mask;
  }

  /** A whole document: begin token if the tokenizer adds one, text, end token if there is one. */
  public TokenizedText document(String text) {
    return around(text, documentEnd());
  }

  /** A text that goes on: begin token if the tokenizer adds one, text. */
  public int[] prompt(String text) {
    return rangedPrompt(text).ids();
  }

  /** {@link #prompt} with the range of the text that each token stands for. */
  public TokenizedText rangedPrompt(String text) {
    return around(text, NOTHING);
  }

  /**
   * A sentence to be embedded: begin token if the tokenizer adds one, instruction, text, and the
   * tokenizer's end token (else the one that ends documents), whose output is the embedding.
   *
   * @param instruction put before the text with a space between; empty for none
   * @param text holds more than white space
   * @throws IllegalArgumentException if the text is empty, or nothing can end it
   */
  public FramedText framedSentence(String instruction, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "The text \"%s\" is empty, expected a sentence; leave empty texts out."
              .formatted(Quoted.value(text)));
    }
    String before = instruction.isEmpty() ? "" : instruction + " ";
    String joined = before + text;
    TokenizedText framed = around(joined, sentenceEnd());
    int first = begin.length;
    // A token that crosses from the instruction into the text counts as the text's.
    while (first < framed.length() - 2 && framed.end()[first] <= before.length()) {
      first++;
    }
    return new FramedText(framed.ids(), first, framed.length() - 1);
  }

  /**
   * The pieces of a document with blanks between them: the first piece begins it, the last ends it.
   *
   * @param pieces texts around the blanks, one more than blanks; a piece between two blanks holds
   *     more than white space
   * @return ids of each piece: one space before a blank left out, since a token that begins a word
   *     carries it
   */
  public List<int[]> documentWithBlanks(List<String> pieces) {
    List<String> withBlanks = new ArrayList<>();
    for (String piece : pieces.subList(0, pieces.size() - 1)) {
      withBlanks.add(withoutOneSpace(piece));
      withBlanks.add("");
    }
    withBlanks.add(pieces.get(pieces.size() - 1));
    List<int[]> encoded = new ArrayList<>(tokenizer.encodePieces(withBlanks));
    encoded.add(documentEnd());
    List<int[]> framed = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      // Further spaces before a blank come in its place: they belong to what precedes it.
      int[] after = encoded.get(2 * i + 1);
      framed.add(known(joined(i == 0 ? begin : NOTHING, encoded.get(2 * i), after)));
    }
    return framed;
  }

  /** A text before a blank as a model reads it: the word that fills the blank brings one space. */
  static String withoutOneSpace(String piece) {
    return piece.endsWith(" ") ? piece.substring(0, piece.length() - 1) : piece;
  }

  /**
   * The token after a sentence that is embedded: the tokenizer's end token, else the one that ends
   * documents. A tokenizer with neither is refused.
   */
  public int sentenceEnd() {
    return IntStream.concat(tokenizer.eos().stream(), IntStream.of(documentEnd()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The tokenizer has no end token, whose output an embedding is; name one by"
                        + " eos_token in tokenizer_config.json."));
  }

  /** The token after a document; empty if nothing ends one. */
  private int[] documentEnd() {
    return ends.stream().limit(1).mapToInt(Integer::intValue).toArray();
  }

  /** The tokens of a text between those of its frame, which stand for nothing of it. */
  private TokenizedText around(String text, int... after) {
    TokenizedText inner = tokenizer.encode(text);
    int[] start = new int[begin.length];
    int[] finish = new int[after.length];
    Arrays.fill(finish, text.length());
    return new TokenizedText(
        known(joined(begin, inner.ids(), after)),
        joined(start, inner.begin(), finish),
        joined(start, inner.end(), finish));
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  private int[] known(int[] ids) {
    Arrays.stream(ids).forEach(this::require);
    return ids;
  }

  private void require(int id) {
    if (id >= vocabulary) {
      throw new IllegalArgumentException(
          ("The token %s has the id %s, expected one below %s, the tokens that the model knows;"
                  + " leave it out, or use a tokenizer that belongs to the model.")
              .formatted(tokenizer.token(id), id, vocabulary));
    }
  }
}
