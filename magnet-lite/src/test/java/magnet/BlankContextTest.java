package magnet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.data.Sentences;
import magnet.infer.Filling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around a blank comes out as it was written, and a sentence in it is a whole one. */
class BlankContextTest {

  private static final List<String> TEXTS =
      List.of(
          "Tom lost his ball.\n___\nThen he was glad.",
          "Tom lost his ball.\r\n\r\n___\r\nThen he was glad.",
          "Name:\t___\tAge: 7",
          "He said:\n    ___\nShe left.",
          "- Tom lost his  ___ .\n- He found a\n\t___ .",
          " ___ was happy.  ",
          "  ___ was happy.",
          "Tom lost his\u00a0___.",
          "(___) Tom lost his (___).");

  @ParameterizedTest
  @ValueSource(
      strings = {"___", "Max had a toothache. ___ Dr. Ito pulled the tooth.", "He met us. ___"})
  void aSentenceDoesNotStopAtAnAbbreviation(String text) {
    try (Magnet model = Magnet.load("pocket")) {
      for (Sampling how : List.of(Sampling.greedy(), Sampling.temperature(0.7))) {
        List<Filling> found =
            model.infill(text, Infilling.sentence().sampling(how).candidates(3)).candidates();
        for (Filling each : found) {
          assertTrue(Sentences.mayEnd(each.spans().get(0)), each.spans().toString());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pocket", "stories260K"})
  void theContextStaysAsItWasWritten(String name) {
    Path shared = name.equals("pocket") ? null : Shared.path("models/" + name);
    try (Magnet model = shared == null ? Magnet.load(name) : Magnet.load(shared)) {
      for (String text : TEXTS) {
        Pattern written =
            Pattern.compile(
                Stream.of(text.split("___", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("(.*)")),
                Pattern.DOTALL);
        for (Filling each : model.infill(text, Infilling.tokens(1, 3)).candidates()) {
          assertTrue(written.matcher(each.text()).matches(), text + " -> " + each.text());
          for (int blank = 0; blank < each.spans().size(); blank++) {
            int begin = each.places().get(blank).begin();
            boolean ownLine = begin > 0 && "\n\t".indexOf(each.text().charAt(begin - 1)) >= 0;
            assertFalse(ownLine && each.spans().get(blank).matches(" \\S.*"), each.text());
          }
        }
      }
    }
  }
}
