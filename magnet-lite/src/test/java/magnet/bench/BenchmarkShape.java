package magnet.bench;

import magnet.model.family.Architecture;

/**
 * A shape whose speed is measured, with random weights.
 *
 * @param name what the peer's scripts call it
 * @param architecture the shape
 * @param blocks how many blocks of a task are timed in a turn
 * @param warmUp blocks before them that are not timed
 * @param apart whether each turn is a process of its own, so that its memory is free for the peer
 */
record BenchmarkShape(
    String name, Architecture architecture, int blocks, int warmUp, boolean apart) {

  /** 15.2 million weights: 6 layers of 288. */
  static final BenchmarkShape S =
      new BenchmarkShape("S", Architecture.llama(32_000, 288, 768, 6, 6, 6, 2048), 6, 2, false);

  /** 70.8 million weights: 12 layers of 576, three query heads a key head. */
  static final BenchmarkShape M =
      new BenchmarkShape("M", Architecture.llama(49_152, 576, 1536, 12, 9, 3, 2048), 4, 1, false);

  /** 134.5 million weights: SmolLM2-135M's shape, 30 layers of 576. */
  static final BenchmarkShape L =
      new BenchmarkShape("L", Architecture.llama(49_152, 576, 1536, 30, 9, 3, 2048), 2, 1, true);

  /**
   * The shape of a name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static BenchmarkShape of(String name) {
    return switch (name) {
      case "S" -> S;
      case "M" -> M;
      case "L" -> L;
      default ->
          throw new IllegalArgumentException(
              "Shape \"" + name + "\" is not known; expected S, M or L.");
    };
  }
}
