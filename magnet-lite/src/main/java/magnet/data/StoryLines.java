package magnet.data;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Reads stories from JSON lines: each line an array of one string. */
final class StoryLines {

  private StoryLines() {}

  static List<Document> read(TextFile file) {
    List<Document> stories = new ArrayList<>();
    file.forEachLine(
        (number, begin, length, line) -> {
          if (!line.isBlank()) {
            String story = onlyString(file, number, line).strip();
            if (story.isEmpty()) {
              throw Refusal.of(file.path(), number, "the story is blank");
            }
            stories.add(new Document(story, Sentences.of(story)));
          }
        });
    return stories;
  }

  private static String onlyString(TextFile file, long number, String line) {
    // The stream reader, unlike Gson's tree parser, is strict.
    try (JsonReader json = new JsonReader(new StringReader(line))) {
      json.beginArray();
      if (json.peek() != JsonToken.STRING) {
        throw new IllegalStateException("the array holds " + json.peek() + ", not a string");
      }
      String story = json.nextString();
      json.endArray();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalStateException("something follows the array");
      }
      return story;
    } catch (IOException | IllegalStateException e) {
      throw Refusal.of(
          file.path(),
          number,
          "not a JSON array of one string such as [\"Tom ran. He fell.\"] (%s)"
              .formatted(e.getMessage().lines().findFirst().orElse("")));
    }
  }
}
