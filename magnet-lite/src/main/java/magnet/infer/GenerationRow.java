package magnet.infer;

import java.util.Arrays;
import magnet.infer.sampling.Sampler;

/** One text of a batch while it is being continued. */
final class GenerationRow {

  private final Decoding decoding;
  private final TextFrame frame;
  private final Sampler sampler;
  private final ContinuationText text;
  private final int promptLength;
  private final int room;
  private int[] ids;
  private int length;
  private Ending ending;

  /** A row whose text and prompt together may have as many tokens as there is room for. */
  GenerationRow(
      int[] prompt,
      int room,
      Decoding decoding,
      TextFrame frame,
      Sampler sampler,
      ContinuationText text) {
    this.decoding = decoding;
    this.frame = frame;
    this.sampler = sampler;
    this.text = text;
    this.room = room;
    promptLength = prompt.length;
    length = prompt.length;
    ids = Arrays.copyOf(prompt, Math.min(room, prompt.length + decoding.maxTokens()));
    if (length == room) {
      ending = Ending.LAST_POSITION;
    }
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
    } else if (length - promptLength == decoding.maxTokens()) {
      ending = Ending.TOKEN_LIMIT;
    } else if (length == room) {
      ending = Ending.LAST_POSITION;
    }
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
    return new Continuation(Arrays.copyOfRange(ids, promptLength, length), text.finish(), ending);
  }
}
