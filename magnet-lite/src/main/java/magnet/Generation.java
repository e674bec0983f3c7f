package magnet;

import magnet.infer.Continuation;
import magnet.io.NotNull;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A text that was continued.
 *
 * @param model wrote it and is used for further calls
 * @param prompt what it began with
 * @param continuation what the model wrote, and why it ends there
 */
public record Generation(Magnet model, String prompt, Continuation continuation)
    implements ModelOperations {

  /** Checks that nothing is null. */
  public Generation {
    NotNull.of(model, "model");
    NotNull.of(prompt, "prompt");
    NotNull.of(continuation, "continuation");
  }

  /** Prompt and continuation. */
  public String text() {
    return prompt + continuation.text();
  }

  /** One row: prompt, continuation, its tokens, and why it ends. */
  public Table table() {
    return Table.create(
        "generation",
        StringColumn.create("prompt", prompt),
        StringColumn.create("continuation", continuation.text()),
        IntColumn.create("tokens", new int[] {continuation.tokens().length}),
        StringColumn.create("ending", continuation.ending().name()));
  }

  @Override
  public String toString() {
    return text();
  }
}
