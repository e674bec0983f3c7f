package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every candidate has files of its own, also where file names do not tell capitals apart. */
class RunFolderTest {

  @Test
  void namesThatWouldBecomeOneFileNameDoNot() {
    List<String> names =
        List.of(
            "MAGNET",
            "Magnet",
            "MNTP + SSCL",
            "MNTP, SSCL",
            "基线",
            "对照",
            "λ",
            "causal control",
            "x".repeat(300),
            "x".repeat(301));
    RunFolder folder = new RunFolder(Path.of("run"), names);
    Set<String> files = new HashSet<>();
    for (String name : names) {
      String adapter = folder.adapter(name, 1).toString();
      assertTrue(adapter.matches("run.adapters.[a-z0-9-]{1,110}"), adapter);
      assertTrue(files.add(adapter.toLowerCase(Locale.ROOT)), adapter);
      assertTrue(files.add(folder.history(name, 1).toString().toLowerCase(Locale.ROOT)), name);
      assertTrue(files.add(folder.slug(name, Optional.empty())), name);
    }
    assertEquals("causal-control-seed2", folder.slug("causal control", Optional.of(2L)));
  }

  @Test
  void aNameThatTellsItselfApartStaysPlain() {
    RunFolder folder = new RunFolder(Path.of("run"), List.of("MAGNET", "causal control"));
    assertEquals("magnet", folder.slug("MAGNET", Optional.empty()));
    assertEquals("causal-control", folder.slug("causal control", Optional.empty()));
    assertEquals("pretrained", folder.slug("pretrained", Optional.empty()));
  }
}
