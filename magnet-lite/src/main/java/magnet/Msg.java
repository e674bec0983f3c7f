package magnet;

import magnet.train.Schedule;

/**
 * Missing span generation, as {@link Objective#msg} makes it. How long spans are is the corpus'
 * matter: {@link Corpus#spans}, {@link Corpus#sentenceSpans}.
 *
 * @param weight what it counts, step by step
 * @param wholeTexts share of texts that are all span, which keeps left-to-right modelling alive;
 *     0.25 is ours, chosen by {@code recipes/pocket-causal-share.yaml} (this objective alone, 400
 *     steps, development part of pocket): with a share of 0, 0.1, 0.25 and 0.5 Rep-4 rose from the
 *     base's 7 % to 17, 10, 8 and 8 %, and the perplexity of stories from 3.15 to 3.58, 3.46, 3.40
 *     and 3.31, while that of a missing sentence fell from 3.12 to 2.39, 2.37, 2.41 and 2.47
 * @param perToken whether each span token counts the same; otherwise each text does, which is ours:
 *     a few wholly-span texts would drown the short spans of the others
 */
public record Msg(Schedule weight, double wholeTexts, boolean perToken) implements Objective {

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public Msg {
    if (!(wholeTexts >= 0 && wholeTexts <= 1)) {
      throw new IllegalArgumentException(
          "A share of "
              + wholeTexts
              + " wholly-span texts is not in [0, 1]; 0.25 is usual, 1 is causal modelling.");
    }
  }

  /** The same with another share of texts that are all span, in [0, 1]; 1 is causal modelling. */
  public Msg wholeTexts(double share) {
    return new Msg(weight, share, perToken);
  }

  /** The same, but the loss is the mean over all span tokens, not over texts. */
  public Msg averagedPerToken() {
    return new Msg(weight, wholeTexts, true);
  }

  @Override
  public String name() {
    return "msg";
  }

  @Override
  public Msg from(int step) {
    return new Msg(weight.startingAt(step), wholeTexts, perToken);
  }

  @Override
  public Msg then(int step, double next) {
    return new Msg(weight.then(step, next), wholeTexts, perToken);
  }
}
