package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static List<Integer> epoch(Order order, int size, long number) {
    return LongStream.range(number * size, (number + 1) * size).mapToObj(order::at).toList();
  }

  @Property(tries = 200)
  void everyDocumentComesOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll long seed,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long epoch) {
    List<Integer> visited = epoch(new Order(size, seed), size, epoch);
    assertEquals(IntStream.range(0, size).boxed().toList(), visited.stream().sorted().toList());
  }

  @Property(tries = 200)
  void anyPositionCanBeReturnedToWithoutWalkingThere(
      @ForAll @IntRange(min = 1, max = 100) int size,
      @ForAll long seed,
      @ForAll @LongRange(min = 0, max = 1000) long position) {
    Order walked = new Order(size, seed);
    int last = 0;
    for (long k = 0; k <= position; k++) {
      last = walked.at(k);
    }
    assertEquals(last, new Order(size, seed).at(position));
  }

  @Test
  void epochsAndNeighbouringSeedsDiffer() {
    Order order = new Order(50, 7);
    assertNotEquals(epoch(order, 50, 0), epoch(order, 50, 1));
    assertNotEquals(epoch(order, 50, 0), epoch(new Order(50, 8), 50, 0));
  }

  @Test
  void theOrderIsTheSameOnEveryMachine() {
    assertEquals(List.of(6, 1, 5, 3, 7, 2, 0, 4), epoch(new Order(8, 7), 8, 0));
  }

  @Test
  void everyOrderIsAboutAsFrequent() {
    Order order = new Order(3, 7);
    Map<List<Integer>, Long> counts =
        LongStream.range(0, 6000)
            .mapToObj(number -> epoch(order, 3, number))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertEquals(6, counts.size());
    counts.values().forEach(count -> assertEquals(1000, count, 130));
  }

  @Test
  void noDocumentsAndNegativePositionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Order(0, 7));
    assertThrows(IllegalArgumentException.class, () -> new Order(5, 7).at(-1));
  }
}
