package magnet.data;

/** Some documents of another corpus, in the order of their indices. */
final class Selection implements Documents {

  private final String name;
  private final Documents source;
  private final int[] indices;
  private final Fingerprint fingerprint = new Fingerprint(this);

  /** Takes the array over: the caller must not change it. */
  Selection(String name, Documents source, int[] indices) {
    this.name = name;
    this.source = source;
    this.indices = indices;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Document get(int index) {
    return source.get(indices[index]);
  }

  @Override
  public String fingerprint() {
    return fingerprint.value();
  }

  @Override
  public String toString() {
    return "%s (%,d documents)".formatted(name, size());
  }
}
