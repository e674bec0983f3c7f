package magnet.data;

import java.util.ArrayList;
import java.util.List;

/** Documents that are already in memory. */
final class InMemory extends DocumentSource {

  private final String name;
  private final List<Document> documents;

  InMemory(String name, List<Document> documents) {
    if (documents.isEmpty()) {
      throw new IllegalArgumentException(
          "%s holds no document; a corpus needs at least one text".formatted(name));
    }
    this.name = name;
    this.documents = List.copyOf(documents);
  }

  static InMemory ofTexts(String name, List<String> texts) {
    List<Document> documents = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (text == null || text.isBlank()) {
        throw new IllegalArgumentException(
            "text %d of %d is %s; leave it out or give it words"
                .formatted(documents.size(), texts.size(), text == null ? "null" : "blank"));
      }
      documents.add(Document.of(text));
    }
    return new InMemory(name, documents);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return documents.size();
  }

  @Override
  public Document get(int index) {
    return documents.get(index);
  }
}
