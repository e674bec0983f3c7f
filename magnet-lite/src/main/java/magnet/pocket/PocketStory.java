package magnet.pocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.data.Document;

/** A story with what happens in each sentence. */
public final class PocketStory {

  private final ToldStory told;
  private final List<PocketSentence> sentences;

  PocketStory(ToldStory told) {
    this.told = told;
    this.sentences = told.tellings().stream().map(this::sentence).toList();
  }

  /** The course of events, such as {@code lost}. */
  public String plot() {
    return told.scene().plot().name();
  }

  /** What it is about, such as {@code lost things}. */
  public String topic() {
    return told.scene().plot().topic();
  }

  /** The five sentences in their order. */
  public List<PocketSentence> sentences() {
    return sentences;
  }

  /** The text with its sentence ranges. */
  public Document document() {
    return Document.ofSentences(told.sentences());
  }

  @Override
  public String toString() {
    return document().text();
  }

  ToldStory told() {
    return told;
  }

  private PocketSentence sentence(Telling telling) {
    Map<String, String> roles = new LinkedHashMap<>();
    for (String role : telling.roles()) {
      roles.put(role, told.scene().value(role));
    }
    return new PocketSentence(telling.text(), telling.event().name(), roles);
  }
}
