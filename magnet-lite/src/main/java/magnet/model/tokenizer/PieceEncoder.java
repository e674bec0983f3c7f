package magnet.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.io.Quoted;

/**
 * Tokenises the pieces of one text as they would be inside it.
 *
 * <p>A tokenizer treats the two ends of what it is given in its own way: it may put a space mark
 * before the first word, or drop blanks at the end. So a piece that does not begin the text is
 * tokenised after an anchor, a character that this tokenizer never merges with its neighbours, and
 * the anchor's tokens are cut off; a piece that ends in white space gets one after it as well.
 *
 * <p>Which anchor is best depends on the tokenizer: each is tried on a few words whose ids inside a
 * text are known, and the one that gets most of them right comes first. The ids show whether an
 * anchor stayed separate; if it did not, the next one is tried.
 */
final class PieceEncoder {

  /** A line end first: no common rule for words puts it into the word after it. */
  private static final List<String> ANCHORS = List.of("\n", "\u0001", "|", "$", "=", "9", "Q", "z");

  /** Two parts of a text that is cut where most tokenizers cut it as well. */
  private static final List<List<String>> KNOWN =
      List.of(
          List.of("the", " dog"),
          List.of("A cat", " sat"),
          List.of("No.", " He"),
          List.of("a", "."));

  private final Function<String, int[]> encode;
  private final Map<String, int[]> anchors = new LinkedHashMap<>();

  /**
   * Finds the usable anchors.
   *
   * @param unknown the id for what the tokenizer cannot write, which may swallow its neighbours; or
   *     -1
   */
  PieceEncoder(Function<String, int[]> encode, int unknown) {
    this.encode = encode;
    ANCHORS.stream()
        .filter(anchor -> isWritten(encode.apply(anchor), unknown))
        .sorted(Comparator.comparingInt(anchor -> -successes(anchor)))
        .forEach(anchor -> anchors.put(anchor, encode.apply(anchor)));
  }

  private static boolean isWritten(int[] ids, int unknown) {
    return ids.length > 0 && IntStream.of(ids).noneMatch(id -> id == unknown);
  }

  /** How many of the known words an anchor leaves as they are inside a text. */
  private int successes(String anchor) {
    int[] alone = encode.apply(anchor);
    int successes = 0;
    for (List<String> parts : KNOWN) {
      int[] whole = encode.apply(parts.get(0) + parts.get(1));
      int[] begun = encode.apply(parts.get(0));
      int[] anchored = encode.apply(anchor + parts.get(1));
      boolean same =
          startsWith(whole, begun)
              && startsWith(anchored, alone)
              && Arrays.equals(
                  whole, begun.length, whole.length, anchored, alone.length, anchored.length);
      successes += same ? 1 : 0;
    }
    return successes;
  }

  /** The ids of each piece; see {@link TextTokenizer#encodePieces}. */
  List<int[]> encode(List<String> pieces) {
    List<String> placed = placeSpaces(pieces);
    List<int[]> ids = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      ids.add(encode(placed.get(i), i == 0, i == placed.size() - 1));
    }
    return ids;
  }

  /** The ids of a piece in the middle of a text. */
  int[] inside(String piece) {
    return encode(piece, false, false);
  }

  private int[] encode(String piece, boolean first, boolean last) {
    if (piece.isEmpty()) {
      return new int[0];
    }
    boolean open = !last && Character.isWhitespace(piece.charAt(piece.length() - 1));
    if (first) {
      return open ? before(piece, new int[0]) : encode.apply(piece);
    }
    for (Map.Entry<String, int[]> lead : anchors.entrySet()) {
      String text = lead.getKey() + piece;
      int[] ids = open ? before(text, lead.getValue()) : encode.apply(text);
      if (ids != null && startsWith(ids, lead.getValue())) {
        return Arrays.copyOfRange(ids, lead.getValue().length, ids.length);
      }
    }
    throw inseparable(piece);
  }

  /**
   * The ids of a text that goes on.
   *
   * @param lead the ids that it begins with if its own anchor stayed separate
   * @return the ids; null if the text's own anchor did not stay separate
   */
  private int[] before(String text, int[] lead) {
    for (String tail : anchors.keySet()) {
      if (tail.isBlank()) {
        continue; // would count as the white space that it is to protect
      }
      int[] tailIds = inside(tail);
      int[] ids = encode.apply(text + tail);
      if (!startsWith(ids, lead)) {
        return null;
      }
      int end = ids.length - tailIds.length;
      if (end >= lead.length && Arrays.equals(ids, end, ids.length, tailIds, 0, tailIds.length)) {
        return Arrays.copyOf(ids, end);
      }
    }
    throw inseparable(text);
  }

  /**
   * Moves blanks from the end of a piece to the beginning of the next, as a tokenizer reads them
   * together with the word that follows. An empty piece keeps what it is given.
   */
  private static List<String> placeSpaces(List<String> pieces) {
    List<String> placed = new ArrayList<>(pieces);
    for (int i = 0; i < placed.size() - 1; i++) {
      String piece = placed.get(i);
      int end = piece.length();
      while (end > 0 && piece.charAt(end - 1) == ' ') {
        end--;
      }
      if (!pieces.get(i).isEmpty() && end < piece.length()) {
        placed.set(i, piece.substring(0, end));
        placed.set(i + 1, piece.substring(end) + placed.get(i + 1));
      }
    }
    return placed;
  }

  private static boolean startsWith(int[] ids, int[] prefix) {
    return ids.length >= prefix.length
        && Arrays.equals(ids, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static IllegalStateException inseparable(String piece) {
    return new IllegalStateException(
        ("\"%s\" cannot be tokenised apart from its neighbours, as this tokenizer merges across every"
                + " cut; cut the text elsewhere.")
            .formatted(Quoted.value(piece)));
  }
}
