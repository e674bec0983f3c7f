package magnet.data.vectors;

/**
 * What an array may take, checked before memory is allocated for it: never more than the file
 * holds, and not very much more than it takes on the disk, as a few kilobytes can unpack to
 * gigabytes.
 *
 * @param stored bytes on the disk
 * @param unpacked bytes that they unpack to, as far as the file tells; the same where it is not
 *     packed
 */
record ByteBudget(long stored, long unpacked) {

  /**
   * Vectors shrink to a half or a third; padded texts may shrink a lot, but padding takes no
   * memory.
   */
  private static final int MOST_GROWTH = 200;

  private static final long ALWAYS_FINE = 64 << 20;

  /**
   * Refuses what is more than there is.
   *
   * @param values how many there are to be, the lengths of both dimensions multiplied: more than a
   *     long may hold
   * @param bytes what each takes in the file
   */
  void requireHeld(double values, int bytes) {
    if (values * bytes > unpacked) {
      throw new IllegalArgumentException(
          "it ends before its last number, as it has " + unpacked + " bytes at most");
    }
  }

  /** Refuses to take very much more than there is on the disk. */
  void requireModest(long bytes) {
    if (bytes > ALWAYS_FINE && bytes / MOST_GROWTH > stored) {
      throw new IllegalArgumentException(
          "%s bytes would unpack to %s or more; check where it is from, or save it unpacked"
              .formatted(stored, bytes));
    }
  }
}
