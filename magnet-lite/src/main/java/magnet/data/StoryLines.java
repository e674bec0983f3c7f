package magnet.data;

import java.util.ArrayList;
import java.util.List;
import magnet.io.Quoted;
import magnet.io.StrictJson;
import magnet.io.Tree;

/** Reads stories from JSON lines: each line an array of one string. */
final class StoryLines {

  private StoryLines() {}

  static List<Document> read(TextFile file, BadRows bad) {
    List<Document> stories = new ArrayList<>();
    file.forEachLine(
        (number, begin, length, line) -> {
          if (!line.isBlank()) {
            bad.addTo(stories, file.path(), number, () -> story(line));
          }
        });
    return stories;
  }

  private static Document story(String line) {
    String story = onlyString(line).strip();
    if (story.isEmpty()) {
      throw new IllegalArgumentException("the story is blank");
    }
    return new Document(story, Sentences.of(story));
  }

  private static String onlyString(String line) {
    String reason;
    try {
      Tree tree = StrictJson.tree(line);
      if (tree instanceof Tree.Items array
          && array.items().size() == 1
          && array.items().get(0) instanceof Tree.Value story
          && story.isText()) {
        return story.text();
      }
      reason = "it is " + Quoted.value(tree.toString());
    } catch (StrictJson.Fault e) {
      reason = e.getMessage();
    }
    throw new IllegalArgumentException(
        "not a JSON array of one string such as [\"Tom ran. He fell.\"] (%s)".formatted(reason));
  }
}
