package magnet.bench;

/**
 * What is timed, and which script of the Python peer does the same.
 *
 * @param name what it is
 * @param precision what ours computes in
 * @param unit what is counted
 * @param amount how many units one block does
 * @param block one block of ours
 * @param peer the careful peer's script and arguments: what an expert would write
 * @param plainPeer the plain peer's (what is usual: for sentences, sentence-transformers), or empty
 *     where it is measured in another precision
 */
record BenchmarkTask(
    String name,
    String precision,
    String unit,
    int amount,
    Runnable block,
    String peer,
    String plainPeer) {}
