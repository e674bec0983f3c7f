package magnet.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A newcomer's first minutes: the run of {@code recipes/pocket.yaml}. It measures the embedded
 * model, adapts it, measures again, prints one table and filled-in stories, and saves pictures. The
 * second time it shows the same at once, because nothing is trained or measured twice.
 *
 * <p>{@code FirstMinute [name=value …]}: settings that override the recipe's, as in {@code magnet
 * run}.
 */
public final class FirstMinute {

  private static final Path RECIPE = Path.of("recipes", "pocket.yaml");

  private FirstMinute() {}

  /**
   * Runs it.
   *
   * @param arguments settings that override the recipe's, such as {@code steps=60}
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
    List<String> command = new ArrayList<>(List.of("run", recipe().toString(), "--samples"));
    command.addAll(List.of(arguments));
    int code = Main.run(out, err, command.toArray(String[]::new));
    out.flush();
    err.flush();
    if (code != 0) {
      System.exit(code);
    }
  }

  /** From the top of the project, or from a folder in it. */
  private static Path recipe() {
    return Stream.of(RECIPE, Path.of("..").resolve(RECIPE))
        .filter(Files::exists)
        .findFirst()
        .orElse(RECIPE);
  }
}
