package magnet.hub;

/** What a repository of the Hub holds. */
public enum RepoKind {
  /** A model. */
  MODEL("models", ""),
  /** A data set. */
  DATASET("datasets", "datasets/");

  private final String plural;
  private final String urlPrefix;

  RepoKind(String plural, String urlPrefix) {
    this.plural = plural;
    this.urlPrefix = urlPrefix;
  }

  /** The word in the cache's folder names and in the addresses of the programming interface. */
  String plural() {
    return plural;
  }

  /** What precedes a repository's name in the address of its files. */
  String urlPrefix() {
    return urlPrefix;
  }
}
