package magnet.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import magnet.model.TokenSequence;

/**
 * What a model reads to score one text or several. Texts that are read from left to right and begin
 * alike, as the answers to a question do, share their common prefix: each goes on in its own
 * branch, so that the question is read once.
 *
 * @param input the tokens
 * @param members the texts that it is read for
 */
record SharedInput(TokenSequence input, List<Member> members) {

  /**
   * The most tokens of an input that texts are joined to, unless one of them alone has more than
   * half as many: each token is scored against all of the others, those of other branches too.
   */
  static final int MOST_TOKENS = 512;

  /**
   * A text joins others where that saves one of so many of its tokens at least: not where only a
   * begin token is common. Not measured: chosen to be small. Joined so, answers of HellaSwag took
   * 0.73 of the time that they took one by one, those of ARC 0.44, of MMLU after one example 0.92
   * (20 questions, hardly two of one subject; SmolLM2-135M, one core, medians of four).
   */
  private static final int LEAST_SAVED = 4;

  /**
   * A text that is scored.
   *
   * @param text its index
   * @param predicting for each of its scored tokens, the index in the input of the token before
   */
  record Member(int text, int[] predicting) {}

  /** Texts with the same input, and what they read: all of it, or up to their last prediction. */
  private record Read(int[] ids, List<Integer> texts) {}

  /**
   * The inputs for some texts.
   *
   * @param scored for each text, indices of the tokens that are scored, each above 0
   * @param joining whether texts that differ in more than the last token share an input, too
   */
  static List<SharedInput> of(List<TokenSequence> sequences, List<int[]> scored, boolean joining) {
    List<SharedInput> inputs = new ArrayList<>();
    Map<int[], Read> causal = new TreeMap<>(Arrays::compare); // those that begin alike, together
    for (int text = 0; text < sequences.size(); text++) {
      TokenSequence whole = sequences.get(text);
      if (whole.isCausal()) {
        int last = Arrays.stream(scored.get(text)).max().orElseThrow();
        int[] ids = Arrays.copyOf(whole.tokens(), last);
        causal.computeIfAbsent(ids, same -> new Read(same, new ArrayList<>())).texts.add(text);
      } else {
        inputs.add(new SharedInput(whole, List.of(member(text, scored.get(text), 0, 0))));
      }
    }
    List<Group> groups = new ArrayList<>();
    for (Read next : causal.values()) {
      Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (joining && last != null && last.gains(next.ids)) {
        last.add(next);
      } else {
        groups.add(new Group(next));
      }
    }
    groups.forEach(group -> inputs.add(group.input(scored)));
    return inputs;
  }

  /** A text of which what comes after the prefix is found so many places later in the input. */
  private static Member member(int text, int[] scored, int prefix, int later) {
    return new Member(
        text, Arrays.stream(scored).map(t -> t - 1).map(t -> t < prefix ? t : t + later).toArray());
  }

  /** Where in the input the scored tokens are predicted, text by text. */
  IntStream predicting() {
    return members.stream().flatMapToInt(member -> Arrays.stream(member.predicting));
  }

  /** The texts, in the same order. */
  IntStream texts() {
    return members.stream().mapToInt(Member::text);
  }

  /** Texts with a common prefix. They come in the order of their tokens. */
  private static final class Group {

    private final List<Read> all = new ArrayList<>();
    private int prefix; // tokens that all begin with
    private int length; // of all as one input
    private int longest;

    Group(Read first) {
      all.add(first);
      prefix = first.ids.length;
      length = first.ids.length;
      longest = first.ids.length;
    }

    /**
     * The common prefix with one text more: as they are in order, and differ, the last of them
     * decides.
     */
    private int prefixWith(int[] ids) {
      return Math.min(prefix, Arrays.mismatch(all.get(all.size() - 1).ids, ids));
    }

    /** The length with one text more: what is no longer common is read for each. */
    private int lengthWith(int[] ids) {
      int common = prefixWith(ids);
      return length + (all.size() - 1) * (prefix - common) + ids.length - common;
    }

    boolean gains(int[] ids) {
      int saved = length + ids.length - lengthWith(ids);
      int most = Math.max(MOST_TOKENS, 2 * Math.max(longest, ids.length));
      return saved * LEAST_SAVED >= ids.length && lengthWith(ids) <= most;
    }

    void add(Read next) {
      length = lengthWith(next.ids);
      prefix = prefixWith(next.ids);
      longest = Math.max(longest, next.ids.length);
      all.add(next);
    }

    SharedInput input(List<int[]> scored) {
      List<Member> members = new ArrayList<>();
      List<int[]> continuations = new ArrayList<>();
      int later = 0;
      for (Read each : all) {
        for (int text : each.texts) {
          members.add(member(text, scored.get(text), prefix, later));
        }
        continuations.add(Arrays.copyOfRange(each.ids, prefix, each.ids.length));
        later += each.ids.length - prefix;
      }
      int[] common = Arrays.copyOf(all.get(0).ids, prefix);
      return new SharedInput(TokenSequence.branching(common, continuations), members);
    }
  }
}
