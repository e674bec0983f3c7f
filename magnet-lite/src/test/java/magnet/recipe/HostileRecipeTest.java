package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import magnet.Fuzz;
import magnet.recipe.settings.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and forged recipes are taken or refused, and nothing else. */
class HostileRecipeTest {

  private static final int INPUTS = 2000;

  @TempDir Path folder;

  private static void read(Path recipe) {
    Recipe.read(recipe, List.of(), Variables.of(Map.of()));
  }

  @Test
  void recipes() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            about: >
              A recipe that is read and never run.
            model: pocket
            corpus: pocket
            steps: 10
            seeds: [1, 2]
            optimiser: {learning-rate: 1e-3}
            lora: {rank: 4, alpha: 8}
            variants:
              one: {objectives: {mntp: 1, sscl: 0.5}}
              two: {objectives: {msg: 1}, steps: 20}
            """);
    Fuzz.damage(recipe, INPUTS, HostileRecipeTest::read);
  }

  @Test
  void settingsNestedWithoutEnd() throws IOException {
    StringBuilder indents = new StringBuilder("a:\n");
    for (int depth = 1; depth < 2000; depth++) {
      indents.append(" ".repeat(depth)).append("a:\n");
    }
    StringBuilder aliases = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 5000; i++) {
      aliases.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
    }
    for (String yaml :
        List.of(
            "a: " + "[".repeat(2000),
            "a: " + "[".repeat(100_000) + "]".repeat(100_000),
            "a: " + "{a: ".repeat(2000),
            "- ".repeat(2000),
            indents.toString(),
            "a: &a [*a]",
            "a: &a {b: *a}")) {
      Path recipe = Files.writeString(folder.resolve("deep.yaml"), yaml);
      Fuzz.takenOrRefused("nested", () -> read(recipe));
      String message =
          assertThrows(IllegalArgumentException.class, () -> read(recipe)).getMessage();
      assertTrue(message.contains("nested more than 50 deep"), message);
    }
    Path recipe = Files.writeString(folder.resolve("aliases.yaml"), aliases);
    Fuzz.takenOrRefused("aliases", () -> read(recipe));
    assertThrows(IllegalArgumentException.class, () -> read(recipe));
  }
}
