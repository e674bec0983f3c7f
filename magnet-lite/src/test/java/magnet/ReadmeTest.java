package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README.md files promise: snippets run as they stand, links lead somewhere. */
class ReadmeTest {

  private static final Pattern SNIPPET = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern PRINTED = Pattern.compile("```text\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern OWN_PATH = Pattern.compile("\"(my-[\\w.-]+)\"");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([\\w-]*))?\\)");
  private static final int LONGEST = 150;

  private static final Path TOP = Path.of(Files.isDirectory(Path.of("notebooks")) ? "" : "..");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "magnet-lite/README.md"})
  void everySnippetRuns(String page, @TempDir Path folder) throws IOException {
    TinyCheckpoint.in(folder.resolve("my-checkpoint"));
    TinyEncoder.copy("bert", folder.resolve("my-text-encoder"));
    Files.write(
        folder.resolve("my-text.txt"),
        List.of(
            "The cat sat on the mat.",
            "A dog ran into the garden.",
            "Tom lost his ball.",
            "It began to rain, so they went home.",
            "Lily found the key under the bed."));
    StringBuilder table = new StringBuilder("text,id\n");
    for (int i = 0; i < 30; i++) {
      String text = Corpus.pocket().text(i).replace("\"", "").replace("\n", " ");
      table.append('"').append(text).append("\",1\n");
    }
    Files.writeString(folder.resolve("my-table.csv"), table);
    List<String> snippets = snippets(page);
    assertTrue(snippets.size() >= 2, "snippets found: " + snippets.size());
    try (SnippetShell shell = new SnippetShell()) {
      shell.run("import java.nio.file.Path;");
      for (String snippet : snippets) {
        shell.run(small(snippet, folder));
      }
    }
    if (page.equals("README.md")) {
      assertTrue(Files.exists(folder.resolve("my-adapter/adapter_model.safetensors")));
    } else {
      assertTrue(Files.size(folder.resolve("my-map.svg")) > 1000);
      assertEquals(31, Files.readAllLines(folder.resolve("my-groups.csv")).size());
    }
  }

  @Test
  void theFirstSnippetPrintsWhatStandsBelowIt() throws IOException {
    Matcher printed = PRINTED.matcher(Files.readString(TOP.resolve("README.md")));
    assertTrue(printed.find());
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try (SnippetShell shell = new SnippetShell()) {
      shell.run(snippets("README.md").get(0));
    } finally {
      System.setOut(console);
    }
    assertEquals(
        printed.group(1).strip().lines().toList(),
        bytes.toString(StandardCharsets.UTF_8).strip().lines().toList());
  }

  @Test
  void theFirstPageIsShort() throws IOException {
    int lines = Files.readAllLines(TOP.resolve("README.md")).size();
    assertTrue(lines <= LONGEST, lines + " lines, at most " + LONGEST);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (!Files.exists(to) || (link.group(2) != null && !headings(to).contains(link.group(2)))) {
          broken.add(page + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "notebooks/README.md", "notebooks/hello.java"})
  void coordinatesNameTheVersionsOfTheBuild(String page) throws IOException {
    String build = Files.readString(TOP.resolve("pom.xml"));
    String text = Files.readString(TOP.resolve(page));
    String ours = first("<version>([^<]+)</version>", build);
    String binding = first("<slf4j.version>([^<]+)</slf4j.version>", build);
    assertEquals(Set.of(ours), all("magnetlite:magnet-lite:([\\w.-]+)", text));
    assertEquals(Set.of(binding), all("slf4j-simple:([\\w.-]*\\w)", text));
  }

  /**
   * With a space after the slashes they are mere comments to jbang, which then finds no library.
   */
  @Test
  void theScriptsDirectivesAreJbangs() throws IOException {
    String script = Files.readString(TOP.resolve("notebooks/hello.java"));
    assertTrue(script.startsWith("///usr/bin/env jbang "), script);
    for (String directive : List.of("JAVA", "DEPS", "REPOS")) {
      assertTrue(script.contains("\n//" + directive + " "), directive);
      assertFalse(script.contains("// " + directive), directive);
    }
  }

  @Test
  void theLibraryLeavesTheBindingOfItsLogToOthers() throws IOException {
    String build = Files.readString(TOP.resolve("magnet-lite/pom.xml"));
    String binding =
        first(
            "<dependency>\\s*(<groupId>org.slf4j</groupId>\\s*"
                + "<artifactId>slf4j-simple</artifactId>[^!]*?)</dependency>",
            build);
    assertTrue(binding.contains("<optional>true</optional>"), binding);
  }

  private static String first(String pattern, String text) {
    return all(pattern, text).iterator().next();
  }

  private static Set<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Path> pages() {
    return Stream.of("", "magnet-lite", "notebooks", "recipes", "recipes/results", "datasets")
        .map(folder -> TOP.resolve(folder).resolve("README.md"))
        .toList();
  }

  /** What a link to a heading of a page may name. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(
            line ->
                line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
        .map(line -> line.replace(' ', '-'))
        .toList();
  }

  private static List<String> snippets(String page) throws IOException {
    return SNIPPET
        .matcher(Files.readString(TOP.resolve(page)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Puts the reader's own files into a folder of this test, and has fewer steps. */
  private static String small(String snippet, Path folder) {
    String placed =
        OWN_PATH
            .matcher(snippet)
            .replaceAll(
                (MatchResult match) ->
                    "\"" + folder.resolve(match.group(1)).toString().replace("\\", "/") + "\"");
    return placed.replace(".steps(300).batch(16)", ".steps(3).batch(2).quiet()");
  }
}
