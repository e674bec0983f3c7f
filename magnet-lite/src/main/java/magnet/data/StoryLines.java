package magnet.data;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import magnet.io.StrictJson;

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
    try (JsonReader json = new JsonReader(new StringReader(line))) {
      StrictJson.check(line);
      json.beginArray();
      if (json.peek() != JsonToken.STRING) {
        throw new IllegalStateException("the array holds " + json.peek() + ", not a string");
      }
      String story = json.nextString();
      json.endArray();
      return story;
    } catch (IOException | IllegalStateException | StrictJson.Fault e) {
      throw new IllegalArgumentException(
          "not a JSON array of one string such as [\"Tom ran. He fell.\"] (%s)"
              .formatted(e.getMessage().lines().findFirst().orElse("")));
    }
  }
}
