package magnet.pocket;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may fill the roles of one sentence of a story, given the other sentences.
 *
 * <p>A role that another sentence mentions must be filled as there; a role of a row of which
 * another sentence mentions something may be filled by any phrase of its cell in that row; what no
 * other sentence knows of is free.
 */
final class Expectation {

  private final Scene scene;
  private final Set<String> known = new HashSet<>();

  Expectation(PocketStory story, int sentence) {
    this.scene = story.scene();
    for (int i = 0; i < story.tellings().size(); i++) {
      if (i != sentence) {
        known.addAll(story.tellings().get(i).mentioned());
      }
    }
  }

  Scene scene() {
    return scene;
  }

  /** Whether anybody would do for a role of a person. */
  boolean free(String person) {
    return !known.contains(person);
  }

  /** The phrases that would do for a role. */
  List<Phrase> phrases(String role) {
    if (known.contains(role)) {
      return List.of(scene.phrases().get(role));
    }
    for (int i = 0; i < scene.plot().tables().size(); i++) {
      Table table = scene.plot().tables().get(i);
      if (table.columns().contains(role)) {
        boolean bound = table.columns().stream().anyMatch(known::contains);
        return bound
            ? table.rows().get(scene.rows().get(i)).get(table.columns().indexOf(role))
            : table.column(role);
      }
    }
    return all(role);
  }

  /** All phrases that the world has for a role of this plot. */
  List<Phrase> all(String role) {
    for (Table table : scene.plot().tables()) {
      if (table.columns().contains(role)) {
        return table.column(role);
      }
    }
    return SceneGenerator.COMMON.stream()
        .map(World.INSTANCE::table)
        .filter(table -> table.columns().contains(role))
        .flatMap(table -> table.column(role).stream())
        .toList();
  }
}
