package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.Shared;
import magnet.cli.Main;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TrainingMemory.Trained;
import magnet.model.family.Architecture;
import magnet.recipe.settings.LoopPlan;
import magnet.recipe.settings.ModelAttention;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.TrainingPlan;
import magnet.recipe.settings.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** The recipes of the project are valid, and say what they promise. */
class OwnRecipesTest {

  private static final Path RECIPES =
      Stream.of("recipes", "../recipes")
          .map(Path::of)
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();

  private static Recipe read(String name, Map<String, String> variables, String... changes) {
    return Recipe.read(
        RECIPES.resolve(name + ".yaml"),
        Stream.of(changes).map(SettingOverride::of).toList(),
        Variables.of(variables));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first-minute",
        "pocket",
        "pocket-ablations",
        "pocket-base",
        "pocket-causal-share",
        "echo",
        "llm2vec"
      })
  void whatNeedsNoDataIsReadAnywhere(String name) {
    Recipe recipe = read(name, Map.of());
    assertEquals(name, recipe.name());
    assertFalse(recipe.about().isEmpty());
    assertFalse(recipe.evaluations().isEmpty());
  }

  @Test
  void theAblationsHaveTheControlAndEachObjectiveByItself() {
    Recipe recipe = read("pocket-ablations", Map.of());
    List<String> names = recipe.trainings().stream().map(TrainingPlan::name).toList();
    assertTrue(
        names.containsAll(
            List.of("causal control", "MNTP", "MNTP + SSCL", "MNTP + MSG", "MSG", "MAGNET")));
    TrainingPlan control = recipe.trainings().get(names.indexOf("causal control"));
    TrainingPlan magnet = recipe.trainings().get(names.indexOf("MAGNET"));
    assertEquals(3, magnet.seeds().size());
    assertEquals(magnet.seeds(), control.seeds());
    assertEquals(ModelAttention.CAUSAL, control.attention());
    recipe.trainings().forEach(each -> assertEquals(control.loop(), each.loop(), each.name()));
  }

  /** Maven is stood in for, since the commands take an hour; each recipe is planned for real. */
  @Test
  void oneCommandMakesDataModelAndAdaptersOfPocket(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path maven = folder.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\nfor last; do :; done\necho \"${last#-Dexec.args=}\"\n");
    assertTrue(maven.toFile().setExecutable(true));
    ProcessBuilder script =
        new ProcessBuilder("bash", RECIPES.resolve("make-pocket.sh").toString());
    script.environment().merge("PATH", folder + ":", (path, first) -> first + path);
    Process process = script.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);

    String root = RECIPES.toString() + "/..";
    List<String> commands = printed.lines().toList();
    assertEquals("pocket export datasets/pocket", commands.get(0));
    assertTrue(Files.isDirectory(Path.of(root, "datasets/pocket")));
    assertEquals(7, commands.size(), printed);
    assertRuns(commands.get(1), "pocket-base");
    assertRuns(commands.get(3), "trains     causal control, LLM2Vec, MAGNET; seed 1");
    RunFolder base = RunFolder.of(read("pocket-base", Map.of()));
    assertShips(commands.get(2), base.model(), "model");
    RunFolder ablations = RunFolder.of(read("pocket-ablations", Map.of()));
    int next = 4;
    for (String name : List.of("MAGNET", "causal control", "LLM2Vec")) {
      String command = commands.get(next++);
      String place = "adapters/" + ablations.slug(name, Optional.empty());
      assertShips(command, ablations.adapter(name, 1), place);
      assertEquals(ablations.history(name, 1).toString(), command.split(" ")[2]);
    }
  }

  private static void assertRuns(String command, String said) {
    String recipe = command.split(" ")[1];
    List<String> arguments = new ArrayList<>();
    // As the Maven plugin parts its arguments: at spaces outside quotation marks.
    Matcher words = Pattern.compile("'([^']*)'|(\\S+)").matcher(command + " --dry-run");
    while (words.find()) {
      String word = words.group(1) == null ? words.group(2) : words.group(1);
      arguments.add(word.equals(recipe) ? RECIPES + "/../" + recipe : word);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    assertEquals(0, code, err.toString());
    assertTrue(out.toString().contains(said), out.toString());
  }

  private static void assertShips(String command, Path made, String place) {
    String[] folders = command.split(" ");
    assertEquals(made.toString(), folders[0]);
    assertTrue(folders[1].endsWith("magnet/pocket/" + place), folders[1]);
    Path list = RECIPES.resolve("..").resolve(folders[1]).resolve("files.txt");
    assertTrue(Files.exists(list), list.toString());
  }

  @Test
  void storiesIsReadWhereModelAndDataAreAtHand() {
    Recipe recipe =
        read(
            "stories",
            Map.of(
                "MODELS", Shared.path("models").toString(),
                "DATA", Shared.path("data").toString()),
            "evaluations.swapped-things=null");
    assertEquals(20, recipe.evaluations().size());
  }

  @Test
  void aRealModelIsMeasuredBesideAnEncoderByEveryTaskOfTheStories() {
    String data = Shared.path("data").toString();
    Shared.model("all-minilm-l6-v2");
    Map<String, String> places =
        Map.of("MODELS", Shared.model("smollm2-135m").getParent().toString(), "DATA", data);
    Recipe recipe = read("smollm2", places);
    assertEquals(
        List.of("base", "Echo", "all-MiniLM-L6-v2"),
        recipe.baselines().stream().map(Baseline::title).toList());
    List<String> names = recipe.trainings().stream().map(TrainingPlan::name).toList();
    assertTrue(
        names.containsAll(
            List.of("causal control", "LLM2Vec", "MNTP", "MNTP + SSCL", "MNTP + MSG", "MAGNET")));
    TrainingPlan control = recipe.trainings().get(names.indexOf("causal control"));
    recipe.trainings().forEach(each -> assertEquals(control.loop(), each.loop(), each.name()));
    Recipe settings = read("smollm2-settings", places);
    assertTrue(
        settings.trainings().stream().anyMatch(each -> sizes(each).equals(sizes(control))),
        "smollm2 trains as one of the short runs did");
    Recipe pairs = read("smollm2-pairs", places);
    assertEquals(
        List.of("crops", "crops and papers", "crops and news"),
        pairs.trainings().stream().map(TrainingPlan::name).toList());
    List<String> measured = recipe.evaluations().stream().map(EvaluationPlan::name).toList();
    Recipe stories =
        read(
            "stories",
            Map.of("MODELS", Shared.path("models").toString(), "DATA", data),
            "evaluations.swapped-things=null",
            "evaluations.repetition-behind-the-end=null");
    stories.evaluations().forEach(each -> assertTrue(measured.contains(each.name()), each.name()));
  }

  /** Crops are shorter than texts, and two stages do not make each other's views. */
  @ParameterizedTest
  @ValueSource(strings = {"causal control", "LLM2Vec", "MNTP", "MAGNET"})
  void theTokensThatAreToldAreThoseThatTheTrainingsRead(String name) {
    Path models = Shared.model("smollm2-135m").getParent();
    Recipe recipe =
        read(
            "smollm2", Map.of("MODELS", models.toString(), "DATA", Shared.path("data").toString()));
    TrainingPlan plan =
        recipe.trainings().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    Trained trained =
        new Trained(
            Architecture.read(models.resolve("smollm2-135m")),
            Optional.of(plan.lora().config()),
            Precision.FLOAT32,
            Quantisation.NONE,
            false);
    double told =
        RunEstimate.stages(plan, trained).stream()
            .mapToDouble(each -> each.tokens() * each.passes())
            .sum();
    String file = name.toLowerCase(Locale.ROOT).replace(' ', '-') + "-seed1.csv";
    double read =
        Table.read()
            .csv(RECIPES.resolve("results/smollm2/history/" + file).toFile())
            .numberColumn("tokens")
            .sum();
    assertEquals(1, told / read, 0.15, told + " told, " + read + " read");
  }

  private static List<Object> sizes(TrainingPlan plan) {
    LoopPlan loop = plan.loop();
    return List.of(loop.steps(), loop.batch(), loop.maxTokens(), loop.learningRate());
  }

  /**
   * What a dry run tells before 13 GB are downloaded: config.json is all of the model that it
   * reads.
   */
  @Test
  void thePaperIsToldForUsualGpusByTheConfigurationAlone(@TempDir Path models) throws IOException {
    Path folder = Files.createDirectory(models.resolve("Llama-2-7b-hf"));
    Files.writeString(
        folder.resolve("config.json"),
        Architecture.llama(32_000, 4096, 11_008, 32, 32, 32, 4096)
            .withTiedEmbeddings(false)
            .toConfigJson("float32"));
    Recipe recipe =
        read(
            "paper-llama-2-7b",
            Map.of("MODELS", models.toString(), "DATA", "./nowhere"),
            "corpus={kind: pocket, count: 64}",
            "device=cpu",
            "while-training=null",
            "evaluations=null");
    String told = String.join("\n", RunPlanText.of(recipe));
    assertTrue(told.contains("on a GPU   weights 13 GB in bfloat16, what a pass keeps "), told);
    for (String gpu : List.of("24 GB", "48 GB", "80 GB")) {
      assertTrue(told.contains("\n               " + gpu + "    fits"), told);
    }
    Recipe large =
        read(
            "paper-llama-2-7b",
            Map.of("MODELS", models.toString(), "DATA", "./nowhere"),
            "corpus={kind: pocket, count: 64}",
            "device=cpu",
            "batch=256",
            "while-training=null",
            "evaluations=null");
    told = String.join("\n", RunPlanText.of(large));
    assertTrue(told.contains("80 GB    fits, its layers recomputed ("), told);
    assertTrue(told.contains("24 GB    does not fit ("), told);
    assertTrue(told.contains("with accumulate"), told);
  }

  @Test
  void thePaperIsRefusedWithoutItsWeights() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> read("paper-llama-2-7b", Map.of("MODELS", "./nowhere", "DATA", "./nowhere")))
            .getMessage();
    assertTrue(
        message.contains("model is ./nowhere/Llama-2-7b-hf, which is not a folder"), message);
  }
}
