package magnet.recipe.settings;

import java.util.List;
import java.util.Optional;
import magnet.Corpus;
import magnet.data.Documents;
import magnet.data.TextPair;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.Range;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;

/**
 * Stories of the pocket world. What is held out of training are stories of the development part,
 * whose names and events training never shows; never those of the test part.
 *
 * @param primerShare the share of lessons among them
 * @param measured how many stories of the development part are held out; 0 for none
 */
record PocketText(PocketItems items, double primerShare, int measured) implements TextPlan {

  private static final int USUAL_STORIES = 12_000;
  private static final int USUAL_MEASURED = 1000;
  private static final int USUAL_HELD_OUT = 256;

  /** Some stories must be left. */
  private static final Range PRIMER = new Range(0, 1, true, false);

  /** A text to train with, from the training part. */
  static TextPlan training(KeyedReader section) {
    PocketItems items = PocketItems.read(section, Split.TRAIN, USUAL_STORIES);
    double primerShare = section.number("primer-share", PRIMER).orElse(0.0);
    if (primerShare > 0 && items.split() != Split.TRAIN) {
      throw section.refusal(
          "primer-share", "goes with the training part alone; leave it out, or the split");
    }
    return new PocketText(items, primerShare, section.whole("held-out", 0).orElse(USUAL_HELD_OUT));
  }

  /** A text to measure with, from the test part by default. */
  static TextPlan whole(KeyedReader section) {
    return new PocketText(PocketItems.read(section, Split.TEST, USUAL_MEASURED), 0, 0);
  }

  @Override
  public Corpus open() {
    Documents documents =
        primerShare > 0
            ? PocketWorld.schoolbook(items.count(), primerShare, items.seed())
            : PocketWorld.stories(items.split(), items.count(), items.seed());
    return Corpus.of(documents).sentenceSpans();
  }

  @Override
  public Optional<TextPlan> heldOut() {
    return measured == 0
        ? Optional.empty()
        : Optional.of(new PocketText(new PocketItems(Split.DEV, measured, items.seed()), 0, 0));
  }

  @Override
  public List<TextPair> paraphrases() {
    return PocketWorld.paraphrases(items.split(), items.count(), items.seed());
  }

  @Override
  public String fingerprint() {
    return Digest.ofTexts(items.toString(), String.valueOf(primerShare), PocketItems.world());
  }
}
