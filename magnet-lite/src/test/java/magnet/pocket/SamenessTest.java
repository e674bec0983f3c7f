package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import magnet.data.benchmark.ScoredPair;
import org.junit.jupiter.api.Test;

/** Graded pairs: the formula, by hand; the pairs, by what they must hold. */
class SamenessTest {

  private static final Plot PLOT = World.INSTANCE.plots().get(0);
  private static final Event LOSE = new Event("lost.lose", List.of(List.of()));
  private static final Event FIND = new Event("lost.find", List.of(List.of()));

  private static Scene scene(Plot plot, String who, String thing, String place) {
    return new Scene(
        plot,
        Map.of("who", new Person("", who, true, "girl", "")),
        Map.of("thing", Phrase.read(thing, ""), "place", Phrase.read(place, "")),
        List.of(0, 0),
        true,
        List.of());
  }

  private static Telling telling(Event event, String... roles) {
    return new Telling(event, 0, Set.of(roles), Set.of(roles), List.of());
  }

  @Test
  void theScoreIsTheShareOfWhatIsToldThatIsTheSame() {
    Scene ann = scene(PLOT, "Ann", "red ball", "park");
    Scene eve = scene(PLOT, "Eve", "red ball", "yard");
    Telling lost = telling(LOSE, "who", "thing");
    Telling lostThere = telling(LOSE, "who", "thing", "place");
    Telling found = telling(FIND, "thing");
    assertEquals(5, Sameness.score(ann, lost, ann, lost));
    // 1 plot + 2 event + 2 who + 1 thing, of 7 with the place
    assertEquals(4.29, Sameness.score(ann, lost, ann, lostThere));
    // another who: 1 + 2 + 1 of 6
    assertEquals(3.33, Sameness.score(ann, lost, eve, lost));
    // another who and place: 1 + 2 + 1 of 7
    assertEquals(2.86, Sameness.score(ann, lostThere, eve, lostThere));
    // another event of the same thing, nobody told in one: 1 + 1 of 6
    assertEquals(1.67, Sameness.score(ann, lost, ann, found));
    Scene elsewhere = scene(World.INSTANCE.plots().get(1), "Eve", "blue cap", "yard");
    assertEquals(0, Sameness.score(ann, lost, elsewhere, found));
    // the same thing in another plot: 1 of 6
    Scene other = scene(World.INSTANCE.plots().get(1), "Eve", "red ball", "yard");
    assertEquals(0.83, Sameness.score(ann, lost, other, found));
  }

  @Test
  void whichSentenceComesFirstDoesNotMatter() {
    RandomGenerator random = Split.TRAIN.chances(9, 0);
    SceneGenerator casting = new SceneGenerator(Split.TRAIN, random);
    for (int i = 0; i < 300; i++) {
      Scene one = casting.scene();
      Scene other = i % 2 == 0 ? casting.scene(one.plot()) : casting.scene();
      Telling first = StoryRealizer.ofPiece(one, random).tell(one.events().get(i % 5));
      Telling second = StoryRealizer.ofPiece(other, random).tell(other.events().get(i % 5));
      double score = Sameness.score(one, first, other, second);
      assertEquals(score, Sameness.score(other, second, one, first));
      assertTrue(score >= 0 && score <= 5);
      assertEquals(5, Sameness.score(one, first, one, first));
      assertEquals(Sameness.overlap(first, second), Sameness.overlap(second, first), first.text());
    }
  }

  @Test
  void pairsSpreadOverTheWholeScale() {
    int[] counts = new int[6];
    for (ScoredPair pair : PocketWorld.sts(Split.TEST, 300, 1)) {
      assertNotEquals(pair.first(), pair.second());
      assertEquals(pair.score(), Math.round(pair.score() * 100) / 100.0);
      counts[(int) pair.score()]++;
    }
    for (int score = 0; score <= 5; score++) {
      assertTrue(counts[score] >= 10, counts[score] + " pairs from " + score);
    }
  }

  /** Words deceive: pairs of the same events share few words, others often many. */
  @Test
  void sharedWordsAloneDoNotTellTheScore() {
    double same = 0;
    int sames = 0;
    double near = 0;
    int nears = 0;
    for (ScoredPair pair : PocketWorld.sts(Split.TEST, 300, 1)) {
      Set<String> one = Set.copyOf(FrameReader.words(pair.first()));
      Set<String> other = Set.copyOf(FrameReader.words(pair.second()));
      double overlap = Sameness.shared(one, other);
      if (pair.score() > 4.5) {
        same += overlap;
        sames++;
      } else if (pair.score() > 2 && pair.score() < 4) {
        near += overlap;
        nears++;
      }
    }
    assertTrue(
        near / nears > same / sames, near / nears + " of related, " + same / sames + " of same");
  }

  @Test
  void anEventIsToldAgainByTheFrameWithTheNearestRoles() {
    RandomGenerator random = Split.TRAIN.chances(1, 1);
    for (Plot plot : World.INSTANCE.plots()) {
      for (Event event : PocketWorldTest.events(plot)) {
        for (int frame = 0; frame < event.frames().size(); frame++) {
          int other = event.otherFrame(frame, random);
          assertNotEquals(frame, other, event.name());
          double shared = Sameness.shared(event.roles(frame), event.roles(other));
          for (int each = 0; each < event.frames().size(); each++) {
            boolean nearer =
                each != frame && Sameness.shared(event.roles(frame), event.roles(each)) > shared;
            assertTrue(!nearer, event.name());
          }
        }
      }
    }
  }
}
