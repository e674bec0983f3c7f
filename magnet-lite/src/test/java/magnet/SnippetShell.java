package magnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** JShell in this very process, with its class path: runs code as a cell of a notebook does. */
public final class SnippetShell implements AutoCloseable {

  private final JShell shell;

  /** A fresh shell without any import. */
  public SnippetShell() {
    String classPath = System.getProperty("java.class.path");
    shell = JShell.builder().executionEngine("local").compilerOptions("-cp", classPath).build();
    shell.addToClasspath(classPath);
  }

  /**
   * Runs snippets one after another.
   *
   * @param code any number of snippets
   * @throws AssertionError if one is not valid Java, or throws
   */
  public void run(String code) {
    String left = code;
    while (!left.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
      if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        return; // nothing but comments is left
      }
      assertTrue(next.completeness().isComplete(), "not complete: " + left);
      for (SnippetEvent event : shell.eval(next.source())) {
        if (event.causeSnippet() == null) {
          check(event);
        }
      }
      left = next.remaining();
    }
  }

  /**
   * What Tab offers at the end of some code.
   *
   * @param code not run
   */
  public List<String> completions(String code) {
    return shell
        .sourceCodeAnalysis()
        .completionSuggestions(code, code.length(), new int[1])
        .stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .toList();
  }

  /**
   * The signatures that Shift-Tab shows at the end of some code.
   *
   * @param code not run; ends with the parenthesis that opens a call
   */
  public List<String> signatures(String code) {
    return shell.sourceCodeAnalysis().documentation(code, code.length(), false).stream()
        .map(SourceCodeAnalysis.Documentation::signature)
        .toList();
  }

  private void check(SnippetEvent event) {
    if (event.status() != Snippet.Status.VALID) {
      List<String> problems =
          shell
              .diagnostics(event.snippet())
              .map(diagnostic -> diagnostic.getMessage(null))
              .toList();
      throw new AssertionError(event.snippet().source() + String.join("; ", problems));
    }
    if (event.exception() != null) {
      throw new AssertionError(
          event.snippet().source() + ": " + message(event.exception()), event.exception());
    }
  }

  private static String message(Exception thrown) {
    return thrown instanceof EvalException of
        ? of.getExceptionClassName() + ": " + of.getMessage()
        : thrown.toString();
  }

  @Override
  public void close() {
    shell.close();
  }
}
