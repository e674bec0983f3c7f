package magnet.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.model.TokenSequence;

/**
 * What a model reads to score one text or several. Texts that are read from left to right and begin
 * alike, as the answers to a question do, share what they begin with: each goes on in its own
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
  static final int MOST = 512;

  /**
   * A text joins others where that saves one of so many of its tokens at least: not where only a
   * begin token is shared. Not measured: chosen to be small. Joined as they are here, answers of
   * HellaSwag took 0.61 of the time that they took one by one, those of ARC 0.48, and MMLU's after
   * one example 0.79 (SmolLM2-135M, one core).
   */
  private static final int WORTHWHILE = 4;

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
    Group group = null;
    for (Read next : causal.values()) {
      if (group == null || !joining || !group.gains(next.ids)) {
        if (group != null) {
          inputs.add(group.input(scored));
        }
        group = new Group();
      }
      group.add(next);
    }
    if (group != null) {
      inputs.add(group.input(scored));
    }
    return inputs;
  }

  /** A text of which what comes after {@code shared} tokens is found {@code later} places later. */
  private static Member member(int text, int[] scored, int shared, int later) {
    return new Member(
        text, Arrays.stream(scored).map(t -> t - 1).map(t -> t < shared ? t : t + later).toArray());
  }

  Stream<int[]> predicting() {
    return members.stream().map(Member::predicting);
  }

  IntStream texts() {
    return members.stream().mapToInt(Member::text);
  }

  /** Texts that begin alike. */
  private static final class Group {

    private final List<Read> all = new ArrayList<>();
    private int shared; // tokens that all begin with
    private int length; // of all as one input
    private int longest;

    private static int alike(int[] a, int[] b) {
      int differing = Arrays.mismatch(a, b);
      return differing < 0 ? a.length : differing;
    }

    /** What all of these and another share; they are in order, so its neighbour decides. */
    private int sharedWith(int[] ids) {
      return Math.min(shared, alike(all.get(all.size() - 1).ids, ids));
    }

    /** The tokens of all with another as one input. */
    private int joined(int[] ids) {
      int less = shared - sharedWith(ids); // what the others share and it does not is read by each
      return length + (all.size() - 1) * less + ids.length - sharedWith(ids);
    }

    boolean gains(int[] ids) {
      int saved = length + ids.length - joined(ids);
      int most = Math.max(MOST, 2 * Math.max(longest, ids.length));
      return saved * WORTHWHILE >= ids.length && joined(ids) <= most;
    }

    void add(Read next) {
      length = all.isEmpty() ? next.ids.length : joined(next.ids);
      shared = all.isEmpty() ? next.ids.length : sharedWith(next.ids);
      longest = Math.max(longest, next.ids.length);
      all.add(next);
    }

    SharedInput input(List<int[]> scored) {
      List<Member> members = new ArrayList<>();
      List<int[]> rests = new ArrayList<>();
      int later = 0;
      for (Read each : all) {
        for (int text : each.texts) {
          members.add(member(text, scored.get(text), shared, later));
        }
        rests.add(Arrays.copyOfRange(each.ids, shared, each.ids.length));
        later += each.ids.length - shared;
      }
      int[] beginning = Arrays.copyOf(all.get(0).ids, shared);
      TokenSequence input =
          all.size() == 1
              ? TokenSequence.causal(beginning)
              : TokenSequence.branching(beginning, rests);
      return new SharedInput(input, members);
    }
  }
}
