package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README.md files show, on a model of random weights. */
class SnippetTest {

  @TempDir static Path folder;

  private static Path checkpoint;
  private static Path text;

  @BeforeAll
  static void files() throws IOException {
    checkpoint = TinyCheckpoint.in(folder.resolve("base"));
    text = folder.resolve("wiki.train.tokens");
    String article =
        " = The Ball = \n\n The cat and the dog lost a ball . They looked under the bed and in the"
            + " garden . The ball was under the tree . \n\n";
    Files.writeString(text, article.repeat(12));
  }

  @Test
  void adaptEmbedInfillGenerate(@TempDir Path saved) {
    boolean[] isSpan = {false, false, true, true, false};
    int[] tokenIds = {0, 70, 71, 72, 73};

    Magnet base = Magnet.load(checkpoint);
    Magnet model =
        Magnet.adapt(base)
            .on(Corpus.wikitext(text))
            .objectives(Objective.mntp(1.0), Objective.sscl(1.0), Objective.msg(1.0))
            .lora(Lora.rank(4).alpha(8))
            .steps(6)
            .batch(4)
            .maxTokens(48)
            .learningRate(3e-3)
            .seed(7)
            .quiet()
            .train();
    assertEquals(2, model.embed("The cat naps.", "A cat is asleep.").similarity().length);
    assertTrue(model.tokens("The cat naps.").size() > 3);
    assertTrue(model.infill("The cat lost a ___. It looked.").best().startsWith("The cat lost a"));
    assertTrue(model.generate("The cat", Generating.tokens(5)).text().startsWith("The cat"));
    assertTrue(model.perplexity("The cat and the dog.") > 1);
    assertTrue(model.infillPerplexity("The cat and the dog.", 4, 7) > 1);
    assertTrue(model.score("The cat", " and").perToken() < 0);
    assertEquals(6, model.history().steps());
    assertTrue(model.history().table().rowCount() >= 6);
    assertTrue(model.history().chart().getWidth() > 0);
    model.save(saved);
    Magnet again = Magnet.load(checkpoint).with(Adapter.load(saved));
    assertArrayEquals(
        model.embed("The cat naps.").vectors()[0], again.embed("The cat naps.").vectors()[0]);
    assertEquals(5, model.logits(tokenIds, AttentionPattern.hybrid(isSpan)).length);
    assertEquals(5, model.hiddenStates(tokenIds, AttentionPattern.causal(5)).length);
    assertTrue(AttentionPattern.hybrid(isSpan).chart().getWidth() > 0);
    model.close();
    again.close();
    base.close();
  }

  @Test
  void theChainTrainsOnFirstNeed() {
    Adaptation adaptation =
        Magnet.adapt(checkpoint.toString())
            .on(Corpus.wikitext(text))
            .steps(2)
            .batch(2)
            .maxTokens(48)
            .quiet();
    Infills found = adaptation.embed("a cat", "a dog").infill("the ___ dog", Infilling.tokens(1));
    assertEquals(2, found.model().history().steps());
    found.model().close();
  }
}
