package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import elsewhere.Distil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import magnet.Corpus;
import magnet.Fixtures;
import magnet.Mntp;
import magnet.Msg;
import magnet.Objective;
import magnet.Sscl;
import magnet.data.BadRows;
import magnet.data.TextPair;
import magnet.eval.Task;
import magnet.eval.TokenProbe;
import magnet.model.family.Architecture;
import magnet.recipe.settings.AdapterPlan;
import magnet.recipe.settings.LoopPlan;
import magnet.recipe.settings.ModelAttention;
import magnet.recipe.settings.PositivePlan;
import magnet.recipe.settings.PretrainingPlan;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.TrainingPlan;
import magnet.recipe.settings.Variables;
import magnet.train.LearningRate;
import magnet.train.Schedule;
import magnet.train.TokenSpans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipe says, and what the command line changes of it. */
class RecipeTest {

  private static final String SMALL =
      """
      model: pocket
      corpus: pocket
      objectives: {mntp: 1, sscl: 0.2, msg: 3}
      """;

  @TempDir Path folder;

  private Recipe read(String text, String... changes) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), text);
    return Recipe.read(
        file,
        Stream.of(changes).map(SettingOverride::of).toList(),
        Variables.of(Map.of("PLACE", "a")));
  }

  @Test
  void aShortRecipeHasTheDefaultsOfTheLibrary() throws IOException {
    Recipe recipe = read(SMALL);
    assertEquals("mine", recipe.name());
    assertEquals(Path.of("runs", "mine"), recipe.output());
    assertEquals(List.of(1L), recipe.seeds());
    TrainingPlan training = recipe.trainings().get(0);
    assertEquals("MAGNET", training.name());
    assertEquals(ModelAttention.HYBRID, training.attention());
    assertEquals(
        List.of(Objective.mntp(1), Objective.sscl(0.2), Objective.msg(3)), training.objectives());
    assertEquals(Optional.empty(), training.loop().steps());
  }

  @Test
  void theTokenBeforeEveryTextBelongsToTheModel() throws IOException {
    assertEquals("", read(SMALL).model().orElseThrow().loading().bos());
    Recipe begun = read(SMALL + "bos: \"<|endoftext|>\"\n");
    assertEquals("<|endoftext|>", begun.model().orElseThrow().loading().bos());
  }

  @Test
  void aVariableNeedsNoQuotes() throws IOException {
    for (String model : List.of("${PLACE}", "\"${PLACE}\"", "'${PLACE}'", "${ABSENT:-a}")) {
      String text = SMALL.replace("model: pocket", "model: " + model);
      assertEquals(Path.of("a"), read(text + "output: " + model + "\n").output());
      assertEquals(Path.of("a"), read(SMALL, "output=" + model).output());
    }
  }

  @Test
  void aByteOrderMarkBelongsToNoName() throws IOException {
    assertEquals("mine", read("\ufeff" + SMALL).name());
  }

  @Test
  void everySettingOfATrainingIsRead() throws IOException {
    Recipe recipe =
        read(
            """
            name: all
            about: Says everything.
            output: ${PLACE}/${ABSENT:-b}
            model: pocket
            corpus: {kind: pocket, count: 1_000, held-out: 64}
            views:
              mask-share: 0.3
              mask-token: "_"
              causal-share: 0.5
              instruction: ""
              spans: {shortest: 2, longest: 4, count: 3}
              positives:
                crops: {least: 0.4, most: 0.6}
                paraphrases: {share: 0.25}
            objectives:
              mntp: {weight: {1: 1, 20: 0}}
              sscl: {weight: 0.1, temperature: 0.1, projection: 8}
              msg: {weight: {5: 2}, average: token}
            recompute: true
            lora: {rank: 4, alpha: 4, dropout: 0.1, targets: [q_proj]}
            optimiser: {learning-rate: 1e-3, warm-up: 3, decay: linear, weight-decay: 0.1, clip: 2}
            steps: 30
            batch: 4
            accumulate: 2
            max-tokens: 64
            measure-every: 10
            seeds: [1, 2, 3]
            """);
    assertEquals("all", recipe.name());
    assertEquals("Says everything.", recipe.about());
    assertEquals(Path.of("a", "b"), recipe.output());
    assertEquals(List.of(1L, 2L, 3L), recipe.seeds());
    TrainingPlan training = recipe.trainings().get(0);
    assertEquals(1000, training.corpus().open().size());
    assertEquals(64, training.corpus().heldOut().orElseThrow().open().size());
    Mntp mntp = Objective.mntp(1);
    mntp = mntp.then(20, 0);
    assertEquals(mntp.masking(0.3).maskToken("_"), training.objectives().get(0));
    Sscl sscl = Objective.sscl(0.1);
    assertEquals(sscl.temperature(0.1).projection(8).instruction(""), training.objectives().get(1));
    Msg msg = Objective.msg(2);
    msg = msg.from(5);
    assertEquals(msg.averagedPerToken().wholeTexts(0.5), training.objectives().get(2));
    assertEquals("LoRA of rank 4, alpha 4.0, dropout 0.1 on q_proj", training.lora().toString());
    assertEquals(
        new LoopPlan(
            Optional.of(30),
            Optional.of(4),
            Optional.of(2),
            Optional.of(64),
            Optional.of(1e-3),
            Optional.of(3),
            Optional.of(LearningRate.Decay.LINEAR),
            Optional.of(0.1),
            Optional.of(2.0),
            Optional.of(true),
            Optional.of(10)),
        training.loop());
    Corpus spanned = training.views().spans().orElseThrow().apply(Corpus.of(List.of("a")));
    assertEquals(new TokenSpans(2, 4, 3), Fixtures.spansOf(spanned));
    assertEquals(0.25, training.views().positives().orElseThrow().paraphraseShare());
  }

  @Test
  void pairsThatAnEvaluationHasAreLeftOutOfTheParaphrases() throws IOException {
    Files.writeString(
        folder.resolve("pairs.tsv"), "a cat\tthe cat\nA dog!\tthe dog\na fox\tthe fox\n");
    Files.writeString(folder.resolve("measured.tsv"), "first\tsecond\tscore\na dog\ta bird\t3\n");
    String recipe =
        SMALL
            + """
            views:
              positives:
                paraphrases:
                  path: %1$s/pairs.tsv
                  apart-from: [{data: table, path: %1$s/measured.tsv}]
            """
                .formatted(folder);
    Supplier<List<TextPair>> pairs =
        read(recipe)
            .trainings()
            .get(0)
            .views()
            .positives()
            .flatMap(PositivePlan::paraphrases)
            .orElseThrow();
    assertEquals(
        List.of(new TextPair("a cat", "the cat"), new TextPair("a fox", "the fox")), pairs.get());
  }

  @Test
  void aVariantIsLaidOverTheRecipeAndReplacesItsObjectivesAsAWhole() throws IOException {
    Recipe recipe =
        read(
            SMALL
                + """
                steps: 40
                optimiser: {learning-rate: 2e-3, warm-up: 5}
                variants:
                  MAGNET:
                  causal control:
                    objectives: {msg: 1}
                    views: {causal-share: 1}
                    attention: causal
                    optimiser: {warm-up: 7}
                """);
    assertEquals(
        List.of("MAGNET", "causal control"),
        recipe.trainings().stream().map(TrainingPlan::name).toList());
    TrainingPlan ours = recipe.trainings().get(0);
    TrainingPlan control = recipe.trainings().get(1);
    assertEquals(3, ours.objectives().size());
    assertEquals(List.of(Objective.msg(1).wholeTexts(1)), control.objectives());
    assertEquals(ModelAttention.CAUSAL, control.attention());
    assertEquals(Optional.of(40), control.loop().steps());
    assertEquals(Optional.of(2e-3), control.loop().learningRate());
    assertEquals(Optional.of(7), control.loop().warmUp());
    assertEquals(Optional.of(5), ours.loop().warmUp());
  }

  @Test
  void theCommandLineCountsMoreThanTheFile() throws IOException {
    Recipe recipe =
        read(
            SMALL + "steps: 40\nseeds: [1, 2]\nlora: {rank: 4}\n",
            "steps=3",
            "seeds=[5]",
            "lora.rank=8",
            "optimiser.learning-rate=1e-2",
            "objectives.sscl=null",
            "output=x");
    TrainingPlan training = recipe.trainings().get(0);
    assertEquals(Optional.of(3), training.loop().steps());
    assertEquals(List.of(5L), recipe.seeds());
    assertTrue(training.lora().toString().startsWith("LoRA of rank 8"));
    assertEquals(Optional.of(1e-2), training.loop().learningRate());
    assertEquals(
        List.of("mntp", "msg"), training.objectives().stream().map(Objective::name).toList());
    assertEquals(Path.of("x"), recipe.output());
  }

  @Test
  void anObjectiveOfOnesOwnIsNamedByItsClass() throws IOException {
    String recipe =
        """
        model: pocket
        corpus: pocket
        objectives:
          keep: {class: elsewhere.Distil, weight: {1: 0, 5: 2}, temperature: 1.5}
          msg: {weight: 3, average: token}
        """;
    Distil keep = new Distil(Schedule.constant(0).then(5, 2), 1.5);
    assertEquals(
        List.of(Objective.msg(3).averagedPerToken(), keep),
        read(recipe).trainings().get(0).objectives());
    assertRefused(
        "objectives.keep has no \"temperature\"", recipe.replace(", temperature: 1.5", ""));
    assertRefused("\"heat\" is not a setting", recipe.replace("1.5", "1.5, heat: 2"));
    assertRefused("cannot be loaded", recipe.replace("elsewhere.Distil", "elsewhere.Absent"));
    assertRefused("a public record", recipe.replace("elsewhere.Distil", "java.lang.String"));
    assertRefused("\"keep\" is not a setting", recipe.replace("class: elsewhere.Distil, ", ""));
  }

  @Test
  void relativePathsBeginWhereTheRecipeWasWritten() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createDirectories(elsewhere.resolve("models/tiny"));
    Files.createDirectories(elsewhere.resolve("own"));
    Files.writeString(elsewhere.resolve("text.txt"), "The cat naps.");
    Path file =
        Files.writeString(
            folder.resolve("there.yaml"),
            """
            model: models/tiny
            corpus: {kind: lines, path: "${DATA}/text.txt"}
            adapters: {own: own, shipped: pocket}
            evaluations:
              probe: {task: perplexity, data: lines, path: text.txt}
            """);
    Recipe recipe = Recipe.read(file, List.of(), Variables.of(Map.of("DATA", "."), elsewhere));
    assertEquals(elsewhere.resolve("models/tiny").toString(), recipe.model().orElseThrow().name());
    assertEquals(
        List.of(elsewhere.resolve("own").toString(), "pocket"),
        recipe.adapters().stream().map(AdapterPlan::source).toList());
    assertEquals(
        List.of("probe"), recipe.evaluations().stream().map(EvaluationPlan::name).toList());
    Variables nowhere = Variables.of(Map.of("DATA", "."), folder.resolve("nowhere"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Recipe.read(file, List.of(), nowhere))
            .getMessage();
    assertTrue(message.contains("looked for it from " + folder.resolve("nowhere")), message);
  }

  private void assertRefused(String why, String recipe, String... changes) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> read(recipe, changes)).getMessage();
    assertTrue(message.contains(why), message);
  }

  @Test
  void aVariantMayNameItsOwnSeeds() throws IOException {
    Recipe recipe = read(SMALL + "seeds: [1, 2]\nvariants: {all: {}, once: {seeds: [7]}}\n");
    assertEquals(
        List.of(List.of(1L, 2L), List.of(7L)),
        recipe.trainings().stream().map(TrainingPlan::seeds).toList());
    assertTrue(recipe.hasSeveralSeeds());
    List<String> told = RunPlanText.of(recipe);
    assertTrue(told.contains("  trains     all; each with the seeds 1, 2"), told.toString());
    assertTrue(told.contains("  trains     once; seed 7"), told.toString());
  }

  @Test
  void aDepthIsAShareOfAModelsLayers() throws IOException {
    String recipe =
        """
        model: pocket
        evaluations:
          tags: {task: token-probe, data: pocket, depth: [%s]}
        """;
    Task task = read(recipe.formatted("50, 100")).evaluations().get(0).open(BadRows.refused());
    assertEquals(List.of(50, 100), ((TokenProbe) task).depths());
    assertRefused(
        "evaluations.tags.depth is 120, expected 0 to 100 percent of a model's layers",
        recipe.formatted("50, 120"));
  }

  @Test
  void aPretrainingIsARecipeToo() throws IOException {
    Recipe recipe =
        read(
            """
            pretrain:
              architecture: {hidden: 32, intermediate: 64, layers: 1, heads: 4, key-value-heads: 2, positions: 64}
              vocabulary: 400
            corpus: {kind: pocket, count: 100}
            steps: 2
            batch: 2
            """);
    PretrainingPlan plan = recipe.pretraining().orElseThrow();
    assertEquals(Architecture.llama(400, 32, 64, 1, 4, 2, 64), plan.shape().apply(400));
    assertEquals(400, plan.vocabulary());
    assertTrue(recipe.trainings().isEmpty());
  }

  @Test
  void anchorsSpareRepetition() throws IOException {
    Recipe recipe =
        read(
            """
            model: pocket
            corpus: pocket
            variants:
              one: {objectives: &all {mntp: 1}}
              two: {objectives: *all, steps: 3}
            """);
    assertEquals(recipe.trainings().get(0).objectives(), recipe.trainings().get(1).objectives());
  }

  @Test
  void aFileOfAliasesOfAliasesIsRefusedBeforeItGrowsLarge() {
    StringBuilder text = new StringBuilder("a0: &a0 [1, 1]\n");
    for (int i = 1; i <= 20; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> read(text.toString())).getMessage();
    assertTrue(message.contains("more than 20000 settings"), message);
  }
}
