package magnet.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import magnet.SnippetShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Tab and Shift-Tab offer in a cell, by JShell's analysis, which both kernels ask. */
class CompletionTest {

  private static SnippetShell shell;

  @BeforeAll
  static void imports() {
    shell = new SnippetShell();
    shell.run("import magnet.*;");
  }

  @AfterAll
  static void close() {
    shell.close();
  }

  @Test
  void aModelBeginsInThreeWays() {
    assertTrue(
        shell.completions("Magnet.").containsAll(List.of("adapt(", "load(", "pretrain(")),
        shell.completions("Magnet.").toString());
  }

  @Test
  void theChainOffersWhatComesNext() {
    List<String> adaptation = shell.completions("Magnet.adapt(\"pocket\").on(Corpus.pocket()).");
    for (String setting : List.of("steps(", "batch(", "learningRate(", "objectives(", "train()")) {
      assertTrue(adaptation.contains(setting), setting + " in " + adaptation);
    }
    assertEquals(
        List.of("steps("), shell.completions("Magnet.adapt(\"pocket\").on(Corpus.pocket()).st"));
  }

  @Test
  void anObjectiveAndABlankOfferTheirOptions() {
    assertTrue(shell.completions("Objective.mntp(1).").contains("masking("));
    List<String> infilling = shell.completions("Infilling.tokens(2, 4).");
    assertTrue(infilling.containsAll(List.of("candidates(", "sampling(", "mark(")), "" + infilling);
  }

  @Test
  void signaturesNameTheirParameters() {
    assertTrue(
        shell.signatures("Magnet.load(").contains("Magnet Magnet.load(String name, Loading how)"),
        shell.signatures("Magnet.load(").toString());
    assertTrue(
        shell.signatures("Infilling.tokens(").stream().noneMatch(each -> each.contains("arg0")),
        shell.signatures("Infilling.tokens(").toString());
  }
}
