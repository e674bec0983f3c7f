package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import magnet.infer.sampling.Sampler;
import magnet.model.KeyValueCache;
import magnet.model.LanguageModel;

/**
 * Continues texts token by token: a prompt goes through the model once, then each new token on its
 * own, against the cached keys and values of what came before.
 *
 * <p>Prompts of several lengths run side by side. Shorter ones are filled up on the left, in masked
 * slots, so that every row's next token is at the same slot and a sliding window is counted
 * correctly.
 */
public final class CausalGenerator implements Generator {

  /** The most slots of the cache of a batch, rows times the longest text: a bound on memory. */
  private static final int SLOTS = 16_384;

  /** What bytes decode to that are no whole character. */
  private static final char INCOMPLETE = '\uFFFD';

  private final LanguageModel model;
  private final TextFrame frame;
  private final boolean picks;

  /** The model stays open as long as the generator is used. */
  public CausalGenerator(LanguageModel model, TextFrame frame) {
    this(model, frame, model.decoder().device().isGpu());
  }

  /** As on a GPU where {@code picks}: logits that decide nothing stay where they are. */
  CausalGenerator(LanguageModel model, TextFrame frame, boolean picks) {
    this.model = model;
    this.frame = frame;
    this.picks = picks;
  }

  @Override
  public List<Continuation> generate(List<String> prompts, Decoding decoding) {
    return continueTokens(
        UnusableTexts.prepare(prompts, text -> checked(frame.prompt(text))), decoding, null);
  }

  /**
   * Continues one prompt and reports each piece of text as soon as it is final.
   *
   * @param listener gets the pieces in order: whole characters, nothing of a stop string
   */
  public Continuation generate(String prompt, Decoding decoding, Consumer<String> listener) {
    return continueTokens(List.of(frame.prompt(prompt)), decoding, listener).get(0);
  }

  /**
   * Continues prompts that are tokens already.
   *
   * @param prompts token ids of each, one at least
   * @param listener gets the pieces of all texts; null for none
   * @throws IllegalArgumentException if a prompt is empty or leaves no room
   */
  public List<Continuation> continueTokens(
      List<int[]> prompts, Decoding decoding, Consumer<String> listener) {
    prompts.forEach(this::checked);
    int[] never = frame.writtenTokens().withoutToken();
    List<Row> rows = new ArrayList<>();
    for (int[] prompt : prompts) {
      Sampler sampler = new Excluding(never, decoding.samplers().apply(rows.size()));
      rows.add(new Row(prompt, decoding, sampler, listener));
    }
    int[] lengths = rows.stream().mapToInt(row -> row.ids.length).toArray();
    for (int[] batch : LengthBatches.of(lengths, SLOTS)) {
      run(Arrays.stream(batch).mapToObj(rows::get).toList());
    }
    return rows.stream().map(Row::continuation).toList();
  }

  private void run(List<Row> rows) {
    int longest = rows.stream().mapToInt(row -> row.prompt.length).max().orElseThrow();
    int more =
        rows.stream().mapToInt(row -> row.ids.length - row.prompt.length).max().orElseThrow();
    int count = rows.size();
    int[][] tokens = new int[count][longest];
    int[][] positions = new int[count][longest];
    boolean[][] hidden = new boolean[count][longest];
    boolean ragged = false;
    for (int row = 0; row < count; row++) {
      int[] prompt = rows.get(row).prompt;
      int padding = longest - prompt.length;
      ragged |= padding > 0;
      Arrays.fill(hidden[row], 0, padding, true);
      System.arraycopy(prompt, 0, tokens[row], padding, prompt.length);
      Arrays.setAll(positions[row], slot -> Math.max(0, slot - padding));
    }
    boolean[][] unseen = ragged ? hidden : null;
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), count, longest + more)) {
      step(cache, rows, tokens, positions, unseen);
      while (!rows.stream().allMatch(Row::done)) {
        int[][] token =
            rows.stream().map(row -> new int[] {row.ids[row.length - 1]}).toArray(int[][]::new);
        int[][] position =
            rows.stream().map(row -> new int[] {row.length - 1}).toArray(int[][]::new);
        step(cache, rows, token, position, unseen);
      }
    }
  }

  /** Reads tokens of each row, as many of each, and chooses what follows the last of them. */
  private void step(
      KeyValueCache cache, List<Row> rows, int[][] tokens, int[][] positions, boolean[][] hidden) {
    int[] last = {tokens[0].length - 1};
    TokenScores scores;
    int decisive = picks ? Sampler.decisive(rows.stream().map(row -> row.sampler)) : 0;
    try (NDManager scope = model.newScope()) {
      NDArray next = model.extend(scope, cache, tokens, positions, true, hidden, last);
      scores = TokenScores.of(next, decisive);
    }
    for (int row = 0; row < rows.size(); row++) {
      if (!rows.get(row).done()) {
        rows.get(row).step(scores.row(row));
      }
    }
  }

  private int[] checked(int[] prompt) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException(
          "The prompt has no tokens, expected one at least, and the tokenizer adds no begin token;"
              + " give some text.");
    }
    int room = model.architecture().maxPositions();
    if (prompt.length >= room) {
      throw new IllegalArgumentException(
          ("The prompt has %s tokens, which leaves no room for more: the model has %s positions;"
                  + " shorten the prompt.")
              .formatted(prompt.length, room));
    }
    return prompt;
  }

  /**
   * One text of a batch while it is being continued. It passes on pieces that never change
   * afterwards: what may still become another character (bytes of one that is not complete) or a
   * stop string is held back.
   */
  private final class Row {

    private final int[] prompt;
    private final int[] ids; // has room for prompt and text together
    private final Decoding decoding;
    private final Sampler sampler;
    private final Consumer<String> listener; // null for none
    private final int longestStop;
    private final StringBuilder text = new StringBuilder();
    private int length;
    private int handedOn;
    // What is decoded: from the window on, tokens whose text is known, before tokens whose text is
    // not. A decoder's treatment of a token depends on the one before it, and no longer on the far
    // past.
    private int window;
    private int known;
    private Ending ending;

    Row(int[] prompt, Decoding decoding, Sampler sampler, Consumer<String> listener) {
      this.prompt = prompt;
      this.decoding = decoding;
      this.sampler = sampler;
      this.listener = listener;
      longestStop = decoding.stops().stream().mapToInt(String::length).max().orElse(0);
      length = prompt.length;
      known = prompt.length;
      long most = (long) prompt.length + decoding.maxTokens();
      ids = Arrays.copyOf(prompt, (int) Math.min(model.architecture().maxPositions(), most));
    }

    /** Chooses the next token from its logits. */
    void step(float[] logits) {
      int token = sampler.next(logits, Arrays.copyOf(ids, length));
      if (decoding.untilEnd() && frame.isEnd(token)) {
        ending = Ending.END_TOKEN;
        return;
      }
      ids[length++] = token;
      if (read()) {
        ending = Ending.STOP_STRING;
      } else if (length == ids.length) {
        boolean asked = length - prompt.length == decoding.maxTokens();
        ending = asked ? Ending.TOKEN_LIMIT : Ending.LAST_POSITION;
      }
    }

    /** Takes the text of the last tokens where it is complete; whether a stop string came. */
    private boolean read() {
      if (listener == null && decoding.stops().isEmpty()) {
        return false; // nothing listens for pieces: one look at the end is enough
      }
      String piece = unknown();
      return !piece.isEmpty() && piece.charAt(piece.length() - 1) != INCOMPLETE && settle(piece);
    }

    private String unknown() {
      int[] tokens = Arrays.copyOfRange(ids, window, length);
      return frame.tokenizer().decode(tokens, known - window, tokens.length);
    }

    /** Adds a piece and hands on what is final; whether a stop string came, which is cut off. */
    private boolean settle(String piece) {
      int searched = Math.max(0, text.length() - longestStop + 1);
      text.append(piece);
      window = known;
      known = length;
      OptionalInt cut =
          decoding.stops().stream()
              .mapToInt(stop -> text.indexOf(stop, searched))
              .filter(at -> at >= 0)
              .min();
      cut.ifPresent(text::setLength);
      handOn(cut.isPresent() ? text.length() : text.length() - held());
      return cut.isPresent();
    }

    /** How many characters at the end may be the beginning of a stop string. */
    private int held() {
      for (int size = Math.min(longestStop - 1, text.length() - handedOn); size > 0; size--) {
        String end = text.substring(text.length() - size);
        if (decoding.stops().stream().anyMatch(stop -> stop.startsWith(end))) {
          return size;
        }
      }
      return 0;
    }

    private void handOn(int to) {
      if (to > handedOn && listener != null) {
        listener.accept(text.substring(handedOn, to));
        handedOn = to;
      }
    }

    boolean done() {
      return ending != null;
    }

    /** What was written, after what was held back is handed on; only when done. */
    Continuation continuation() {
      if (ending != Ending.STOP_STRING) {
        String rest = unknown();
        if (!rest.isEmpty()) {
          settle(rest);
        }
        handOn(text.length());
      }
      int[] tokens = Arrays.copyOfRange(ids, prompt.length, length);
      return new Continuation(tokens, text.toString(), ending);
    }
  }
}
