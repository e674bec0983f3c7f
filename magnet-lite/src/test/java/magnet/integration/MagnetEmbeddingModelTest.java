package magnet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Adapter;
import magnet.Embeddings;
import magnet.Encoding;
import magnet.Loading;
import magnet.Magnet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our embedding model in LangChain4j's own hands. */
class MagnetEmbeddingModelTest {

  private static final List<String> TEXTS =
      List.of("Bruno looked for his white phone.", "Smoke came out.", "The white phone was gone.");

  private static Magnet model;

  @BeforeAll
  static void load() {
    try (Magnet plain = Magnet.load("pocket", Loading.auto().device("cpu"))) {
      model = plain.with(Adapter.pocket());
    }
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void vectorsAreThoseOfEmbed() {
    Encoding how = Encoding.magnet().instruction("").dimensions(32);
    EmbeddingModel embedder = new MagnetEmbeddingModel(model, how);
    float[][] expected = model.embed(TEXTS, how).vectors();
    List<Embedding> found = embedder.embedAll(segments()).content();
    assertEquals(TEXTS.size(), found.size());
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found.get(i).vector(), 1e-6f);
      assertArrayEquals(expected[i], embedder.embed(TEXTS.get(i)).content().vector(), 1e-4f);
    }
    assertEquals(32, embedder.dimension());
    assertEquals(model.toString(), embedder.modelName());
  }

  @Test
  void aRetrieverFindsTheNearestSegments() {
    EmbeddingModel embedder = new MagnetEmbeddingModel(model, Encoding.magnet());
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    EmbeddingStoreIngestor.builder()
        .embeddingModel(embedder)
        .embeddingStore(store)
        .build()
        .ingest(TEXTS.stream().map(Document::from).toList());
    Embeddings embedded = model.embed(TEXTS);
    String asked = "Where is the white phone?";
    List<String> found =
        EmbeddingStoreContentRetriever.builder()
            .embeddingModel(embedder)
            .embeddingStore(store)
            .maxResults(TEXTS.size())
            .build()
            .retrieve(Query.from(asked))
            .stream()
            .map(content -> content.textSegment().text())
            .toList();
    assertEquals(
        embedded.nearest(asked, TEXTS.size()).nearest().stream().map(each -> each.text()).toList(),
        found);
  }

  @Test
  void severalThreadsMayUseIt() {
    EmbeddingModel embedder = new MagnetEmbeddingModel(model, Encoding.magnet());
    List<Embedding> alone = embedder.embedAll(segments()).content();
    IntStream.range(0, 8)
        .parallel()
        .mapToObj(i -> embedder.embedAll(segments()).content())
        .forEach(found -> assertEquals(alone, found));
  }

  @Test
  void nothingIsEmbeddedOfNothing() {
    assertEquals(
        List.of(),
        new MagnetEmbeddingModel(model, Encoding.magnet()).embedAll(List.of()).content());
  }

  @Test
  void whatCannotBeHonouredIsRefused() {
    EmbeddingModel embedder = new MagnetEmbeddingModel(model, Encoding.magnet());
    EmbeddingRequest shorter =
        EmbeddingRequest.builder().textSegments(segments()).dimensions(8).build();
    assertThrows(UnsupportedFeatureException.class, () -> embedder.embed(shorter));
    List<TextSegment> tooLong =
        List.of(TextSegment.from("A cat."), TextSegment.from("the cat ".repeat(5000)));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> embedder.embedAll(tooLong));
    assertTrue(
        refused.getMessage().startsWith("1 of 2 texts cannot be used, counted from 0: 1 "),
        refused.getMessage());
  }

  private static List<TextSegment> segments() {
    return TEXTS.stream().map(TextSegment::from).toList();
  }
}
