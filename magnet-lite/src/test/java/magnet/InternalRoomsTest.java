package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.kernel.ObjectiveKernel;
import magnet.model.TokenSequence;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.tokenizer.TokenizedText;
import magnet.train.LossInputs;
import magnet.train.MaskedView;
import magnet.train.PairView;
import magnet.train.PositiveSource;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.SpanSource;
import magnet.train.TextTokens;
import magnet.train.TextView;
import magnet.train.TrainingObjective;
import magnet.train.ViewBatch;
import org.junit.jupiter.api.Test;

/**
 * Rooms whose package-info says "Internal:" are for the library alone: the published javadoc lists
 * them apart, and what users call does not show their types.
 */
class InternalRoomsTest {

  /** Where users are; of training only what objectives of their own meet. */
  private static final List<String> FOR_USERS =
      List.of("magnet", "magnet.eval", "magnet.eval.metric", "magnet.integration");

  private static final List<Class<?>> EXTENSION_POINTS =
      List.of(
          TrainingObjective.class,
          LossInputs.class,
          ViewBatch.class,
          RequestedViews.class,
          RequestedOutputs.class,
          TextView.class,
          TextTokens.class,
          MaskedView.class,
          PairView.class,
          Schedule.class,
          SpanSource.class,
          PositiveSource.class);

  /** Types of internal rooms that users meet all the same. */
  private static final List<Class<?>> SHOWN =
      List.of(
          AdapterConfig.class, // what Adapter and Lora are made of
          LoraSlot.class, // the key of each of an adapter's factors
          ObjectiveKernel.class, // ready-made losses for an objective
          TokenSequence.class, // what a TextView makes
          TokenizedText.class); // the tokens that a TextView is given

  @Test
  void thePublishedJavadocSetsThemApart() throws IOException {
    Matcher excluded =
        Pattern.compile("<title>Internal</title>\\s*<packages>([^<]+)</packages>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(excluded.find(), "pom.xml has no internal group for the javadoc");
    assertEquals(
        internal(),
        Arrays.stream(excluded.group(1).strip().split("\\s*:\\s*"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void whatUsersCallShowsNoneOfTheirTypes() throws IOException {
    Set<String> rooms = internal();
    TreeSet<String> shown = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("magnet")) {
      if (isForUsers(type)) {
        type.getCodeUnits().stream()
            .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
            .forEach(
                unit ->
                    types(unit)
                        .filter(used -> rooms.contains(used.getPackageName()))
                        .filter(used -> SHOWN.stream().noneMatch(used::isEquivalentTo))
                        .forEach(used -> shown.add(unit.getFullName() + ": " + used.getName())));
      }
    }
    assertEquals("", String.join("\n", shown));
  }

  private static boolean isForUsers(JavaClass type) {
    return FOR_USERS.contains(type.getPackageName()) && isPublic(type)
        || EXTENSION_POINTS.stream().anyMatch(type::isEquivalentTo);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(InternalRoomsTest::isPublic).orElse(true);
  }

  private static Stream<JavaClass> types(JavaCodeUnit unit) {
    return Stream.concat(
        unit.getReturnType().getAllInvolvedRawTypes().stream(),
        unit.getParameterTypes().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()));
  }

  /** The rooms that say so. */
  private static TreeSet<String> internal() throws IOException {
    TreeSet<String> rooms = new TreeSet<>();
    Path top = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.filter(f -> f.endsWith("package-info.java")).toList()) {
        if (Files.readString(file).contains("Internal: ")) {
          rooms.add(top.relativize(file.getParent()).toString().replace('/', '.'));
        }
      }
    }
    return rooms;
  }
}
