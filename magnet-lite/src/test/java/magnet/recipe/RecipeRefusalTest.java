package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe that is not valid is refused with file, line, value and what was expected. */
class RecipeRefusalTest {

  @TempDir Path folder;

  private static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "an unknown name",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            stepz: 3
            """,
            4,
            "\"stepz\" is not a setting of a recipe; valid are: ",
            "steps"),
        fault(
            "an unknown name in a section",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            optimiser:
              rate: 3
            """,
            5,
            "\"rate\" is not a setting of optimiser; valid are: clip, decay, learning-rate,"
                + " warm-up, weight-decay"),
        fault(
            "a variant and a baseline of one name",
            """
            model: pocket
            corpus: pocket
            baselines: [base]
            variants:
              base: {objectives: {mntp: 1}}
            """,
            4,
            "both name a candidate \"base\"",
            "rename one"),
        fault(
            "an unknown name in a variant",
            """
            model: pocket
            corpus: pocket
            variants:
              MAGNET:
                objectives: {mntp: 1}
                modle: x
            """,
            6,
            "\"modle\" is not a setting of variants.MAGNET; valid are: "),
        fault(
            "a word for a number",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            steps: many
            """,
            4,
            "steps is \"many\", expected a whole number of at least 1"),
        fault(
            "a number out of its range",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            views: {mask-share: 1.5}
            """,
            4,
            "views.mask-share is 1.5, expected a number above 0 and below 1"),
        fault(
            "lessons alone",
            """
            model: pocket
            corpus: {kind: pocket, primer-share: 1}
            objectives: {mntp: 1}
            """,
            2,
            "corpus.primer-share is 1, expected a number of at least 0 and below 1"),
        fault(
            "lessons in a part without them",
            """
            model: pocket
            corpus: {kind: pocket, split: dev, primer-share: 0.3}
            objectives: {mntp: 1}
            """,
            2,
            "corpus.primer-share goes with the training part alone"),
        fault(
            "a layer before the embeddings",
            """
            model: pocket
            evaluations:
              tags: {task: token-probe, data: pocket, hidden-layer: -1}
            """,
            3,
            "evaluations.tags.hidden-layer is -1, expected a whole number of at least 0"),
        fault(
            "a fraction for a whole number",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            batch: 2.5
            """,
            4,
            "batch is 2.5, expected a whole number of at least 1"),
        fault(
            "a list for a value",
            """
            model: [pocket]
            corpus: pocket
            objectives: {mntp: 1}
            """,
            1,
            "model is [\"pocket\"], expected a text"),
        fault(
            "a value for a section",
            """
            model: pocket
            corpus: pocket
            objectives: all
            """,
            3,
            "objectives is \"all\", expected a section"),
        fault(
            "a name without a value",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            steps:
            """,
            4,
            "steps has no value"),
        fault(
            "an unknown word",
            """
            model: pocket
            corpus: {kind: novel, path: x}
            objectives: {mntp: 1}
            """,
            2,
            "corpus.kind is \"novel\", expected lines or"),
        fault(
            "a file that is not there",
            """
            model: pocket
            corpus:
              kind: lines
              path: nowhere/text.txt
            objectives: {mntp: 1}
            """,
            4,
            "corpus.path is nowhere/text.txt, which does not exist (looked for it from "),
        fault(
            "a model that is not there",
            """
            model: ./nowhere
            corpus: pocket
            objectives: {mntp: 1}
            """,
            1,
            "model is ./nowhere, which is not a folder"),
        fault(
            "a variable that is not set",
            """
            model: ${MODELS}/small
            corpus: pocket
            objectives: {mntp: 1}
            """,
            1,
            "${MODELS} is not set; give the folder of the models by --models FOLDER"),
        fault(
            "no model",
            """
            corpus: pocket
            objectives: {mntp: 1}
            """,
            1,
            "there is no \"model\""),
        fault(
            "no objective",
            """
            model: pocket
            corpus: pocket
            objectives: {}
            """,
            3,
            "objectives has no \"mntp, sscl or msg\""),
        fault(
            "a stage that is not a step",
            """
            model: pocket
            corpus: pocket
            objectives:
              mntp: {weight: {first: 1}}
            """,
            4,
            "objectives.mntp.weight changes at step \"first\""),
        fault(
            "a projection that LoRA does not know",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            lora:
              targets: [q_proj, x_proj]
            """,
            5,
            "x_proj"),
        fault(
            "two kinds of views",
            """
            model: pocket
            corpus: pocket
            objectives: {mntp: 1}
            views:
              positives:
                crops: {least: 0.3, most: 0.7}
                same-text: true
            """,
            7,
            "same-text cannot be true beside crops"),
        fault(
            "an unknown baseline",
            """
            model: pocket
            baselines: [base, ekko]
            """,
            2,
            "baselines.role is \"ekko\", expected base or base-ranked or"),
        fault(
            "an encoder that is not there",
            """
            model: pocket
            baselines:
              - base
              - encoder: ./nowhere
            """,
            4,
            "baselines.encoder is ./nowhere, which is not a folder"),
        fault(
            "an encoder of another kind",
            """
            model: pocket
            baselines: [{encoder: src/test/resources/magnet/model/families/llama}]
            """,
            2,
            "modules.json is missing in"),
        fault(
            "two baselines of one name",
            """
            model: pocket
            baselines: [echo, base, echo]
            """,
            2,
            "baselines has \"Echo\" twice"),
        fault(
            "evaluations without a file of pairs",
            """
            model: pocket
            corpus: pocket
            objectives: {sscl: 1}
            views:
              positives:
                paraphrases:
                  apart-from: [{data: pocket}]
            """,
            7,
            "apart-from goes with a file of pairs alone"),
        fault(
            "a name twice",
            """
            model: pocket
            steps: 2
            steps: 3
            """,
            3,
            "\"steps\" is here for the second time (first in line 2)"),
        fault("no YAML", "model: pocket\n  - a: [\n", 2, "this is not YAML: "),
        fault("no section", "- pocket\n", 1, "a recipe begins with names and values"),
        fault("a tag", "model: !!java.io.File x\n", 1, "the tag "),
        fault("the same seed twice", "model: pocket\nseeds: [1, 1]\n", 2, "seeds is [1, 1]"),
        fault("a name that is no folder's", "name: a/b\nmodel: pocket\n", 1, "name is \"a/b\""),
        fault(
            "an adaptation's setting in a pretraining",
            """
            pretrain:
              architecture: {hidden: 16, layers: 1, heads: 2}
            corpus: pocket
            lora: {rank: 4}
            """,
            4,
            "\"lora\" is not a setting of a recipe"),
        fault(
            "a token before each text of a pretraining",
            """
            pretrain:
              architecture: {hidden: 16, layers: 1, heads: 2}
            corpus: pocket
            bos: "<s>"
            """,
            4,
            "\"bos\" is not a setting of a recipe"),
        fault(
            "a shape that cannot be",
            """
            pretrain:
              architecture: {layers: 1, hidden: 30, heads: 4}
            corpus: pocket
            """,
            2,
            "hidden"));
  }

  private static Arguments fault(String name, String text, int line, String... expected) {
    return Arguments.of(name, text, line, List.of(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void isRefusedWithItsLine(String name, String text, int line, List<String> expected)
      throws IOException {
    Path file = Files.writeString(folder.resolve("faulty.yaml"), text);
    Variables none = new Variables(variable -> java.util.Optional.empty(), Path.of(""));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Recipe.read(file, List.of(), none))
            .getMessage();
    assertTrue(message.startsWith(file + ", line " + line + ": "), message);
    expected.forEach(part -> assertTrue(message.contains(part), message));
  }

  @Test
  void aFileThatIsNotThereIsToldWithThePlaceWhereItWasLookedFor() {
    Path file = folder.resolve("absent.yaml");
    String message =
        assertThrows(
                UncheckedIOException.class,
                () -> Recipe.read(file, List.of(), Variables.of(Map.of())))
            .getMessage();
    assertTrue(message.contains("there is no such file (looked for it from "), message);
  }

  @ParameterizedTest
  @MethodSource("wrongChanges")
  void aChangeThatIsNotValidIsToldToo(String change, String expected) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("good.yaml"), "model: pocket\ncorpus: pocket\nobjectives: {mntp: 1}\n");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Recipe.read(file, List.of(SettingOverride.of(change)), Variables.of(Map.of())));
    assertEquals(expected, refusal.getMessage());
  }

  private static Stream<Arguments> wrongChanges() {
    return Stream.of(
        Arguments.of(
            "steps",
            "\"steps\" is not a change of a setting; write name=value, as in steps=100 or"
                + " optimiser.learning-rate=1e-3."),
        Arguments.of(
            "steps=few",
            "the command line (steps=few): steps is \"few\", expected a whole number of at least"
                + " 1."),
        Arguments.of(
            "lora..rank=2",
            "the command line (lora..rank=2): a name between two dots is empty; write"
                + " section.name=value."));
  }
}
