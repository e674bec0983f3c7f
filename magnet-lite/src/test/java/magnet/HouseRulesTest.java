package magnet;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import magnet.kernel.HostCopy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house: who may know whom, how long a file may grow, and what must be told. */
class HouseRulesTest {

  private static final int LONGEST_FILE = 400;
  private static final int FULLEST_ROOM = 40;

  /** The packages, and those of ours that each may use: always downwards. */
  private static final Map<String, List<String>> MAY_USE = layers();

  private static Map<String, List<String>> layers() {
    Map<String, List<String>> mayUse = new LinkedHashMap<>();
    mayUse.put("magnet.io", List.of());
    mayUse.put("magnet.kernel", List.of("magnet.io"));
    mayUse.put("magnet.data", List.of("magnet.io"));
    mayUse.put("magnet.data.benchmark", List.of("magnet.io", "magnet.data"));
    mayUse.put("magnet.data.vectors", List.of("magnet.io", "magnet.data"));
    mayUse.put("magnet.pocket.grammar", List.of());
    mayUse.put(
        "magnet.pocket",
        List.of("magnet.io", "magnet.data", "magnet.data.benchmark", "magnet.pocket.grammar"));
    mayUse.put("magnet.view", List.of("magnet.io"));
    mayUse.put("magnet.view.progress", List.of("magnet.io", "magnet.view"));
    mayUse.put("magnet.hub", List.of("magnet.io", "magnet.view", "magnet.view.progress"));
    for (String upper :
        List.of(
            "magnet.model.family",
            "magnet.model.tokenizer",
            "magnet.model.checkpoint",
            "magnet.model",
            "magnet.model.encoder",
            "magnet.infer.sampling",
            "magnet.infer",
            "magnet.infer.encoding",
            "magnet.train",
            "magnet.cluster",
            "magnet.eval.metric",
            "magnet.eval",
            "magnet.search",
            "magnet",
            "magnet.recipe.settings",
            "magnet.recipe",
            "magnet.recipe.report",
            "magnet.spark",
            "magnet.cli",
            "magnet.notebook",
            "magnet.integration")) {
      mayUse.put(upper, List.copyOf(mayUse.keySet()));
    }
    return mayUse;
  }

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("magnet");

  @TestFactory
  Stream<DynamicTest> importsRunDownwardsOnly() {
    return MAY_USE.entrySet().stream()
        .map(
            layer ->
                dynamicTest(
                    layer.getKey(),
                    () -> {
                      List<String> known = new ArrayList<>(layer.getValue());
                      known.add(layer.getKey());
                      classes()
                          .that(resideInAPackage(layer.getKey()))
                          .should()
                          .onlyDependOnClassesThat(
                              not(resideInAPackage("magnet.."))
                                  .or(resideInAnyPackage(known.toArray(String[]::new))))
                          .allowEmptyShould(true)
                          .check(HOUSE);
                    }));
  }

  @Test
  void everyPackageHasItsPlaceInTheHouse() {
    TreeSet<String> found = new TreeSet<>();
    HOUSE.forEach(type -> found.add(type.getPackageName()));
    found.removeAll(MAY_USE.keySet());
    assertTrue(found.isEmpty(), () -> "packages without a layer in this test: " + found);
  }

  @Test
  void onlyTheKernelsTouchPyTorch() {
    noClasses()
        .that(resideInAPackage("magnet..").and(not(resideInAPackage("magnet.kernel"))))
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl.pytorch.."))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  /** Else copies of a GPU's arrays pile up; see {@link HostCopy}. */
  @Test
  void numbersComeToJavaInOneWay() {
    noClasses()
        .that(not(type(HostCopy.class)))
        .should()
        .callMethodWhere(
            target(owner(assignableTo(NDArray.class)))
                .and(
                    target(
                        nameMatching(
                            "to(Byte)?Buffer|to[A-Z][a-z]+Array|get(Float|Double|Long|Int)"))))
        .check(HOUSE);
  }

  @Test
  void ioDataViewAndHubKnowNoTensors() {
    noClasses()
        .that(
            resideInAnyPackage(
                "magnet.io", "magnet.data..", "magnet.pocket..", "magnet.view..", "magnet.hub"))
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl.."))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void noFileIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : javaFiles("src")) {
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > LONGEST_FILE) {
          tooLong.add(file + ": " + count + " lines, at most " + LONGEST_FILE);
        }
      }
    }
    assertNone(tooLong);
  }

  @Test
  void noRoomIsCrowded() throws IOException {
    Map<Path, Integer> rooms = new TreeMap<>();
    javaFiles("src/main/java").forEach(file -> rooms.merge(file.getParent(), 1, Integer::sum));
    rooms.values().removeIf(files -> files <= FULLEST_ROOM);
    assertTrue(rooms.isEmpty(), () -> "rooms of more than " + FULLEST_ROOM + " files: " + rooms);
  }

  @Test
  void everythingPublicIsDocumented() throws IOException {
    assertNone(Undocumented.in(javaFiles("src/main/java")));
  }

  private static List<Path> javaFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static void assertNone(List<String> faults) {
    assertEquals("", String.join("\n", faults));
  }
}
