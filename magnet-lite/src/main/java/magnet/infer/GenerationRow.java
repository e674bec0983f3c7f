package magnet.infer;

import java.util.Arrays;
import java.util.function.Consumer;
import magnet.infer.sampling.Sampler;

/** One text of a batch while it is being continued. */
final class GenerationRow {

  private final Decoding decoding;
  private final TextFrame frame;
  private final Sampler sampler;
  private final ContinuationText text;
  private final int[] prompt;
  private final int[] ids;
  private int length;
  private Ending ending;

  /** A row whose text and prompt together may have as many tokens as there is room for. */
  GenerationRow(
      int[] prompt,
      int room,
      Decoding decoding,
      TextFrame frame,
      Sampler sampler,
      Consumer<String> listener) {
    this.prompt = prompt;
    this.decoding = decoding;
    this.frame = frame;
    this.sampler = sampler;
    text = new ContinuationText(frame.tokenizer(), prompt, decoding.stops(), listener);
    length = prompt.length;
    ids = Arrays.copyOf(prompt, (int) Math.min(room, (long) prompt.length + decoding.maxTokens()));
  }

  /** Chooses the next token from its logits. */
  void step(float[] logits) {
    int token = sampler.next(logits, Arrays.copyOf(ids, length));
    if (decoding.untilEnd() && frame.isEnd(token)) {
      ending = Ending.END_TOKEN;
      return;
    }
    ids[length++] = token;
    text.add(token);
    if (text.stopped()) {
      ending = Ending.STOP_STRING;
    } else if (length == ids.length) {
      boolean asked = length - prompt.length == decoding.maxTokens();
      ending = asked ? Ending.TOKEN_LIMIT : Ending.LAST_POSITION;
    }
  }

  int[] prompt() {
    return prompt;
  }

  /** The most tokens that prompt and text can have. */
  int most() {
    return ids.length;
  }

  Sampler sampler() {
    return sampler;
  }

  boolean done() {
    return ending != null;
  }

  /** The last token so far. */
  int token() {
    return ids[length - 1];
  }

  /** The place of the last token in the text. */
  int position() {
    return length - 1;
  }

  /** What was written; only when done. */
  Continuation continuation() {
    return new Continuation(Arrays.copyOfRange(ids, prompt.length, length), text.finish(), ending);
  }
}
