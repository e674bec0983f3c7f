package magnet.recipe;

/** What a task tells of a model: a table of the report for each, in this order. */
enum Group {
  SENTENCES("Sentence embeddings"),
  CLUSTERS("Clustering"),
  TOKENS("Token embeddings"),
  INFILLING("Infilling"),
  WRITING("Writing from left to right"),
  KNOWLEDGE("What the model knows");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /** The title of its table. */
  String title() {
    return title;
  }
}
