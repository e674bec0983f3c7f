package magnet.data;

/** Some documents of another corpus, in the order of their indices. */
final class Selection extends DocumentSource {

  private final String name;
  private final Documents source;
  private final int[] indices;

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
}
