package magnet.data;

/** Another corpus whose documents are split into sentences when they are asked for. */
final class SentenceSplit extends DocumentSource {

  private final Documents source;

  SentenceSplit(Documents source) {
    this.source = source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Document get(int index) {
    Document document = source.get(index);
    return document.sentences().isEmpty()
        ? new Document(document.text(), Sentences.of(document.text()))
        : document;
  }
}
