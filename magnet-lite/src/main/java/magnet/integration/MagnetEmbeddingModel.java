package magnet.integration;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.Arrays;
import java.util.List;
import magnet.Encoding;
import magnet.Magnet;
import magnet.infer.encoding.Encoder;
import magnet.io.NotNull;

/**
 * A model as an embedding model of LangChain4j, for its stores and retrievers.
 *
 * <pre>{@code
 * EmbeddingModel embedder = new MagnetEmbeddingModel(model, Encoding.magnet());
 * EmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
 * store.addAll(embedder.embedAll(segments).content(), segments);
 * }</pre>
 *
 * <p>Vectors are those of {@link Magnet#embed(List, Encoding)}. Segments that are embedded together
 * go through the model in batches of like length. Several threads may use it. Tokens are not
 * counted, so that a response has no token usage; parameters of a request (dimensions, input type)
 * are refused by LangChain4j, since the {@link Encoding} says all.
 *
 * <p>Needs {@code dev.langchain4j:langchain4j-core} 1.x on the class path.
 */
public final class MagnetEmbeddingModel implements EmbeddingModel {

  private final String name;
  private final Encoder encoder;

  /**
   * An embedding model.
   *
   * @param model embeds; stays the caller's, who closes it after the last use
   * @param how instruction, pooling and what is done with the vectors
   */
  public MagnetEmbeddingModel(Magnet model, Encoding how) {
    name = NotNull.of(model, "model").toString();
    encoder = model.encoder(how);
  }

  /**
   * Embeds texts.
   *
   * @param segments any number of them; their metadata is not read
   * @return a vector for each, in their order
   * @throws magnet.infer.UnusableTexts if some cannot be embedded; it names their places
   */
  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    List<String> texts =
        NotNull.elements(segments, "segments").stream().map(TextSegment::text).toList();
    return Response.from(Arrays.stream(encoder.encode(texts)).map(Embedding::from).toList());
  }

  /** The length of each vector. */
  @Override
  public int dimension() {
    return encoder.dimensions();
  }

  /** What the model is, as {@link Magnet#toString()} tells. */
  @Override
  public String modelName() {
    return name;
  }
}
