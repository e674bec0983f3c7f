package magnet.data.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import magnet.data.Document;
import magnet.data.DocumentSource;
import magnet.data.Mixing;

/** Stories that are made up each time they are asked for. */
final class ToldStories extends DocumentSource {

  private final magnet.data.pocket.Split split;
  private final int count;
  private final long seed;

  ToldStories(magnet.data.pocket.Split split, int count, long seed) {
    this.split = split;
    this.count = count;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "pocket %s (seed %d)".formatted(split.name().toLowerCase(Locale.ROOT), seed);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Document get(int index) {
    Objects.checkIndex(index, count);
    World world = World.INSTANCE;
    SplittableRandom random =
        new SplittableRandom(Mixing.mix(Mixing.mix(seed, split.ordinal()), index));
    Scene scene = new Casting(world, split, random).scene();
    Teller teller = new Teller(world.verbs(), scene, random, false);
    List<String> sentences = new ArrayList<>();
    for (Event event : scene.events()) {
      sentences.add(Spelling.text(teller.tell(event)));
    }
    return Document.ofSentences(sentences);
  }
}
