package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.gson.JsonObject;
import java.util.List;
import magnet.Fixtures;
import magnet.infer.sampling.Greedy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuations and fillings of every family equal transformers', where windows hide as well. */
class FamilyInferenceTest {

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void greedyContinuation(String name) {
    Tiny.fixture(
        name,
        tiny -> {
          JsonObject greedy = tiny.golden("greedy");
          int[] expected = Fixtures.ints(greedy.get("continuation"));
          int[] prompt = Fixtures.ints(greedy.get("prompt"));
          Decoding decoding = new Decoding(expected.length, List.of(), false, text -> new Greedy());
          Continuation found =
              new CausalGenerator(tiny.model(), tiny.frame())
                  .continueTokens(List.of(prompt), decoding, null)
                  .get(0);
          assertArrayEquals(expected, found.tokens());
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Fixtures#names")
  void filledSpan(String name) {
    Tiny.fixture(
        name,
        tiny -> {
          JsonObject infill = tiny.golden("infill");
          int[] expected = Fixtures.ints(infill.get("span"));
          List<int[]> context =
              List.of(Fixtures.ints(infill.get("left")), Fixtures.ints(infill.get("right")));
          SpanTokens found =
              Blanks.filled(
                      new HybridInfiller(tiny.model(), tiny.frame()),
                      context,
                      List.of(new int[] {expected.length}),
                      attempt -> new Greedy())
                  .get(0);
          assertArrayEquals(expected, found.spans().get(0));
        });
  }
}
