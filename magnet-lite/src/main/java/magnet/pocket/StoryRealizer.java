package magnet.pocket;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import magnet.pocket.grammar.Spelling;
import magnet.pocket.grammar.Token;

/** Puts the events of one scene into words, one sentence after the other. */
final class StoryRealizer {

  private final Scene scene;
  private final RandomGenerator random;
  private final Mentions mentions;
  private List<Token> tokens;
  private Set<String> roles;
  private Set<String> mentioned;

  private StoryRealizer(Scene scene, RandomGenerator random, Mentions mentions) {
    this.scene = scene;
    this.random = random;
    this.mentions = mentions;
  }

  /** A teller at the beginning of a story. */
  static StoryRealizer ofStory(Scene scene, RandomGenerator random) {
    return new StoryRealizer(scene, random, new Mentions(scene.people(), false));
  }

  /** A teller of a piece of a story that must be understood without the rest. */
  static StoryRealizer ofPiece(Scene scene, RandomGenerator random) {
    return new StoryRealizer(scene, random, new Mentions(scene.people(), true));
  }

  /** A teller that continues from here, with other random choices and perhaps another scene. */
  StoryRealizer fork(Scene other, RandomGenerator chances) {
    return new StoryRealizer(other, chances, mentions.copy(other.people()));
  }

  /** Tells a sentence in one of the ways of its event. */
  Telling tell(Event event) {
    return tell(event, random.nextInt(event.frames().size()));
  }

  /** Tells a sentence in the given way; choices that the frame leaves open are random. */
  Telling tell(Event event, int frame) {
    tokens = new ArrayList<>();
    roles = new LinkedHashSet<>();
    mentioned = new LinkedHashSet<>();
    put(event.frames().get(frame), true);
    mentions.nextSentence();
    return new Telling(event, frame, roles, mentioned, Spelling.finish(tokens));
  }

  private void put(List<Node> nodes, boolean outer) {
    for (Node node : nodes) {
      if (node instanceof Node.Word word) {
        tokens.add(word.token());
      } else if (node instanceof Node.Choice choice) {
        put(choice.options().get(random.nextInt(choice.options().size())), outer);
      } else if (node instanceof Node.Slot slot) {
        mentioned.add(slot.role());
        if (outer) {
          roles.add(slot.role());
        }
        fill(slot);
      }
    }
  }

  private void fill(Node.Slot slot) {
    if (scene.people().containsKey(slot.role())) {
      tokens.addAll(mentions.mention(slot, random));
      return;
    }
    Phrase phrase = scene.phrases().get(slot.role());
    if (phrase == null) {
      throw new IllegalStateException(
          "plot \"%s\" gives nothing for the slot {%s}"
              .formatted(scene.plot().name(), slot.role()));
    }
    put(phrase.put(slot.form()), false);
  }
}
