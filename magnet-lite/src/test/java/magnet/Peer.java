package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The Python libraries that our files must work with: torch, transformers, peft,
 * sentence-transformers, huggingface_hub and mteb, asked through the scripts in {@code
 * src/test/python}.
 *
 * <p>The environment variable {@code MAGNET_PYTHON} names the interpreter; without it {@code
 * python3} is tried, and a test is skipped where that lacks one of the libraries.
 */
public final class Peer {

  private static final String VARIABLE = "MAGNET_PYTHON";
  private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
  private static final String LIBRARIES =
      "torch, transformers, peft, sentence_transformers, huggingface_hub, mteb";

  private static final Optional<String> PYTHON = find();

  private Peer() {}

  /**
   * Runs a script; where there is no such Python, the calling test is skipped.
   *
   * @param script file name in {@code src/test/python}
   * @param environment variables beside ours
   * @param arguments of the script
   * @return the JSON object that it prints last
   */
  public static JsonObject run(
      String script, Map<String, String> environment, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(python(), SCRIPTS.resolve(script).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Path errors = Files.createTempFile("peer", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder
          .environment()
          .putAll(Map.of("HF_HUB_OFFLINE", "1", "TOKENIZERS_PARALLELISM", "false"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      String said = Files.readString(errors);
      Files.delete(errors);
      assertEquals(0, code, () -> command + " failed: " + out + said);
      String last = out.strip().substring(out.strip().lastIndexOf('\n') + 1);
      return JsonParser.parseString(last).getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(command + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The interpreter; where there is none, the calling test is skipped. */
  static String python() {
    return PYTHON.orElseGet(
        () ->
            abort(
                "python3 lacks one of "
                    + LIBRARIES
                    + "; name a Python that has them by "
                    + VARIABLE));
  }

  /**
   * Has models.py do some jobs; where there is no such Python, the calling test is skipped.
   *
   * @param folder takes the file of the jobs
   * @param jobs as models.py describes them
   * @return what came of each
   */
  static List<JsonObject> models(Path folder, List<Map<String, Object>> jobs) {
    Path file = folder.resolve("jobs.json");
    try {
      Files.writeString(file, new Gson().toJson(jobs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<JsonObject> results = new ArrayList<>();
    run("models.py", Map.of(), file)
        .getAsJsonArray("results")
        .forEach(each -> results.add(each.getAsJsonObject()));
    return results;
  }

  /**
   * Holds logits under the three patterns beside those of transformers.
   *
   * @param theirs what came of the job "logits"
   * @param ids the tokens
   * @param span which of them are span tokens in the hybrid pattern
   * @param tolerance how far a logit may be off, by the largest of its row
   * @param which for messages
   */
  static void assertLogits(
      Magnet model,
      JsonObject theirs,
      int[] ids,
      boolean[] span,
      DoubleUnaryOperator tolerance,
      String which) {
    Map.of(
            "causal", AttentionPattern.causal(ids.length),
            "bidirectional", AttentionPattern.bidirectional(ids.length),
            "hybrid", AttentionPattern.hybrid(span))
        .forEach(
            (name, pattern) -> {
              float[][] ours = model.logits(ids, pattern); // [tokens][vocabulary]
              float[][] rows = new Gson().fromJson(theirs.get(name), float[][].class);
              assertEquals(rows.length, ours.length);
              for (int t = 0; t < rows.length; t++) {
                double largest = 0;
                for (float logit : rows[t]) {
                  largest = Math.max(largest, Math.abs(logit));
                }
                float most = (float) tolerance.applyAsDouble(largest);
                assertArrayEquals(rows[t], ours[t], most, which + ", " + name + ", token " + t);
              }
            });
  }

  /**
   * A Python that was named must have the libraries: a wrong name would skip every test in silence.
   */
  private static Optional<String> find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      if (!hasLibraries(named)) {
        throw new IllegalStateException(
            VARIABLE
                + " is \""
                + named
                + "\", which lacks one of "
                + LIBRARIES
                + "; correct or unset it");
      }
      return Optional.of(named);
    }
    if (hasLibraries("python3")) {
      return Optional.of("python3");
    }
    System.out.println("Skipping tests beside Python: python3 lacks one of " + LIBRARIES);
    return Optional.empty();
  }

  private static boolean hasLibraries(String python) {
    String look = // not an import, which takes seconds
        "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, '%s'.split(', '))))"
            .formatted(LIBRARIES);
    try {
      return new ProcessBuilder(python, "-c", look)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
