package magnet.recipe;

/** What a task tells of a model: a table of the report for each, in this order. */
public enum Group {
  /** Sentence embeddings. */
  SENTENCES("Sentence embeddings"),
  /** Clustering. */
  CLUSTERS("Clustering"),
  /** Token embeddings. */
  TOKENS("Token embeddings"),
  /** Infilling. */
  INFILLING("Infilling"),
  /** Writing from left to right. */
  WRITING("Writing from left to right"),
  /** What the model knows. */
  KNOWLEDGE("What the model knows"),
  /** What a user measures besides. */
  OWN("Evaluations of your own");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /** The title of its table. */
  public String title() {
    return title;
  }
}
