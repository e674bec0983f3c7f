package magnet.pocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import magnet.data.Document;
import magnet.data.Documents;

/** A story with what happens in each sentence. */
public final class PocketStory {

  private final Scene scene;
  private final List<Telling> tellings;

  PocketStory(Scene scene, List<Telling> tellings) {
    this.scene = scene;
    this.tellings = tellings;
  }

  /** The story of an index, in which a name is so often one that nobody has: in [0, 1]. */
  static PocketStory of(Split split, long seed, int index, double inventedShare) {
    RandomGenerator random = split.chances(seed, index);
    Scene scene = new SceneGenerator(split, random, inventedShare).scene();
    StoryRealizer teller = StoryRealizer.ofStory(scene, random);
    return new PocketStory(scene, scene.events().stream().map(teller::tell).toList());
  }

  /** Stories that are made up each time they are asked for. */
  static Documents documents(Split split, int count, long seed, double inventedShare) {
    return Documents.of(
        String.format(Locale.ROOT, "pocket %s (seed %d)", split.lower(), seed),
        count,
        index -> of(split, seed, index, inventedShare).document());
  }

  /** The course of events, such as {@code lost}. */
  public String plot() {
    return scene.plot().name();
  }

  /** What it is about, such as {@code lost things}. */
  public String topic() {
    return scene.plot().topic();
  }

  /** The five sentences in their order. */
  public List<PocketSentence> sentences() {
    return tellings.stream().map(this::sentence).toList();
  }

  private PocketSentence sentence(Telling telling) {
    Map<String, String> roles = new LinkedHashMap<>();
    telling.roles().forEach(role -> roles.put(role, scene.value(role)));
    return new PocketSentence(telling.text(), telling.event().name(), roles);
  }

  /** The text with its sentence ranges. */
  public Document document() {
    return Document.ofSentences(tellings.stream().map(Telling::text).toList());
  }

  @Override
  public String toString() {
    return document().text();
  }

  Scene scene() {
    return scene;
  }

  List<Telling> tellings() {
    return tellings;
  }
}
