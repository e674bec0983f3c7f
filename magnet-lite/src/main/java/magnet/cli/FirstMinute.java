package magnet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A newcomer's first minutes. The adapter that ships with the library embeds, fills a blank beside
 * its base and writes, within seconds; then {@code recipes/first-minute.yaml} adapts the embedded
 * model live beside its causal control, measures all, prints one table and saves pictures. The
 * second time it shows the same at once, because nothing is trained or measured twice.
 *
 * <p>{@code FirstMinute [name=value …]}: settings that override the recipe's, as in {@code magnet
 * run}.
 */
public final class FirstMinute {

  private static final Path RECIPE = Path.of("recipes", "first-minute.yaml");

  private FirstMinute() {}

  /**
   * Runs it.
   *
   * @param arguments settings that override the recipe's, such as {@code steps=30}
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    Path recipe = recipe();
    FirstLook.show(out, runs(recipe).resolve("first-look"));
    out.println("Now the same begins from its base: trained, measured, and compared.\n");
    out.flush();
    List<String> command = new ArrayList<>(List.of("run", recipe.toString()));
    command.addAll(List.of(arguments));
    int code = Main.run(out, err, command.toArray(String[]::new));
    if (code == 0) {
      out.println("More steps and every task: recipes/pocket.yaml (recipes/README.md tells how)");
    }
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

  /** The folder of runs beside the recipes. */
  private static Path runs(Path recipe) {
    return recipe.toAbsolutePath().getParent().resolveSibling("runs").normalize();
  }
}
