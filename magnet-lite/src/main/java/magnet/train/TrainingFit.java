package magnet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import magnet.io.ByteSize;
import magnet.model.Quantisation;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;

/**
 * Whether a training fits into memory and, where it does not, what would make it fit.
 *
 * @param trained the model and what learns of it
 * @param recompute whether layers are computed once more; empty: where it is needed
 * @param batch texts of a step
 * @param rows of a pass for each text, above 0: short views share a row
 * @param tokens of a row, which is as long as the longest view
 */
public record TrainingFit(
    Trained trained, Optional<Boolean> recompute, int batch, double rows, int tokens) {

  /** Compares what plain passes take. */
  public static final Comparator<TrainingFit> BY_MEMORY =
      Comparator.comparingLong(fit -> fit.memory().total(false));

  /** A way to train and the bytes that it takes. */
  private record Way(String words, long bytes) {

    @Override
    public String toString() {
      return words + " (" + ByteSize.of(bytes) + ")";
    }
  }

  /**
   * As large as the largest batch of some texts, one after another.
   *
   * @param views of each text; a rest of fewer texts than a batch counts only where it is all
   * @throws IllegalArgumentException if there is no text
   */
  public static TrainingFit of(
      Trained trained, Optional<Boolean> recompute, int batch, List<List<TokenSequence>> views) {
    int together = Math.min(batch, views.size());
    double rows = 0;
    int tokens = 0;
    for (int first = 0; first == 0 || first + together <= views.size(); first += together) {
      TokenBatch packed =
          TokenBatch.packed(
              views.subList(first, first + together).stream().flatMap(List::stream).toList(),
              trained.of().slidingWindow());
      rows = Math.max(rows, packed.rows() / (double) together);
      tokens = Math.max(tokens, packed.length());
    }
    return new TrainingFit(trained, recompute, batch, rows, tokens);
  }

  /** The parts of the estimate, whichever way the passes go. */
  public TrainingMemory memory() {
    return TrainingMemory.of(trained, rowsOf(batch), tokens);
  }

  /** The rows that a pass over so many texts has. */
  private int rowsOf(int texts) {
    return (int) Math.ceil(texts * rows);
  }

  /**
   * Whether passes are recomputed: as was asked for, or else on a quantised base and where a plain
   * pass does not fit.
   *
   * @param there bytes for all of it, the weights included
   */
  public boolean recomputes(long there) {
    return recompute.orElseGet(
        () -> trained.base() != Quantisation.NONE || memory().total(false) > there);
  }

  /** What it takes where this many bytes are there for all of it. */
  public long needed(long there) {
    return memory().total(recomputes(there));
  }

  /** Whether it fits into this many bytes. */
  public boolean fits(long there) {
    return needed(there) <= there;
  }

  /**
   * What would fit into this many bytes, as part of a sentence: each change by itself, or else the
   * smallest base and a smaller batch together.
   */
  public String remedies(long there) {
    List<Way> ways = new ArrayList<>();
    if (!recomputes(there)) {
      ways.add(new Way("recomputing layers", memory().total(true)));
    }
    List<TrainingFit> smaller = overSmallerBases();
    for (TrainingFit each : smaller) {
      ways.add(new Way("a base in " + each.trained.base().label(), each.memory().total(true)));
    }
    smallerBatch(there).ifPresent(ways::add);
    ways.removeIf(way -> way.bytes() > there);
    if (ways.isEmpty() && !smaller.isEmpty()) {
      TrainingFit smallest = smaller.get(smaller.size() - 1);
      String base = "a base in " + smallest.trained.base().label() + " and ";
      smallest
          .smallerBatch(there)
          .ifPresent(way -> ways.add(new Way(base + way.words(), way.bytes())));
    }
    return ways.isEmpty()
        ? "only a smaller model, shorter texts or a larger machine would do"
        : ways.stream().map(Way::toString).collect(Collectors.joining(" or ")) + " would fit";
  }

  /** How it would go on a device with this many bytes, in a few words. */
  public String on(long there) {
    String needed = ByteSize.of(needed(there));
    if (!fits(there)) {
      return "does not fit (" + needed + "): " + remedies(there);
    }
    return (recomputes(there) ? "fits, its layers recomputed (" : "fits (") + needed + ")";
  }

  /** The same training over a base that is held otherwise. */
  public TrainingFit over(Quantisation base) {
    return new TrainingFit(trained.over(base), recompute, batch, rows, tokens);
  }

  /** The same training on a GPU. */
  public TrainingFit onGpu() {
    return new TrainingFit(trained.onGpu(true), recompute, batch, rows, tokens);
  }

  @Override
  public String toString() {
    TrainingMemory memory = memory();
    return ("weights %s in %s%s, what a pass keeps %s (%s where layers are recomputed), what learns"
            + " and AdamW's means %s, logits %s")
        .formatted(
            ByteSize.of(memory.weights()),
            trained.base() == Quantisation.NONE ? "" : trained.base().label() + " and ",
            trained.precision().torchName(),
            ByteSize.of(memory.kept()),
            ByteSize.of(memory.recomputed()),
            ByteSize.of(memory.learnt()),
            ByteSize.of(memory.logits()));
  }

  private List<TrainingFit> overSmallerBases() {
    return trained.lora().isEmpty()
        ? List.of()
        : Arrays.stream(Quantisation.values())
            .filter(each -> each.compareTo(trained.base()) > 0)
            .map(this::over)
            .toList();
  }

  /** The batch halved until it fits, recomputed; a contrast wants two texts at least. */
  private Optional<Way> smallerBatch(long there) {
    for (int texts = batch / 2, parts = 2; texts >= 2; texts /= 2, parts *= 2) {
      long bytes = TrainingMemory.of(trained, rowsOf(texts), tokens).total(true);
      if (bytes <= there) {
        return Optional.of(
            new Way("batch " + texts + " with accumulate " + parts + ", recomputed", bytes));
      }
    }
    return Optional.empty();
  }
}
