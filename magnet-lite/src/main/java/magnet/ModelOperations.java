package magnet;

import java.util.List;
import magnet.data.TextRange;
import magnet.infer.Likelihood;
import magnet.infer.PromptedText;
import magnet.infer.TextSpan;
import magnet.io.NotNull;
import tech.tablesaw.api.StringColumn;

/** What you can do next with a model: the model itself, every result of it, and an adaptation. */
public interface ModelOperations {

  /** The model to continue with. */
  Magnet model();

  /** Embeds sentences. */
  default Embeddings embed(String... sentences) {
    return model().embed(sentences);
  }

  /** Embeds sentences as MAGNET does; see {@link Encoding#magnet()}. */
  default Embeddings embed(List<String> sentences) {
    return model().embed(sentences, Encoding.magnet());
  }

  /**
   * Embeds a column of a table, such as {@code table.stringColumn("text")}.
   *
   * @param sentences no entry missing or empty
   */
  default Embeddings embed(StringColumn sentences) {
    return embed(NotNull.of(sentences, "sentences").asList());
  }

  /** Embeds the tokens of one text. */
  default TokenEmbeddings tokens(String text) {
    return model().tokens(text);
  }

  /**
   * Fills the blanks of a text, each marked by three or more underscores, as {@link
   * Infilling#suiting} says: with whole sentences where a sentence fits, else with some words.
   */
  default Infills infill(String text) {
    return infill(text, Infilling.suiting(text));
  }

  /** Fills the blanks of a text. */
  default Infills infill(String text, Infilling options) {
    return model().infill(text, options);
  }

  /** Continues a text. */
  default Generation generate(String prompt) {
    return generate(prompt, Generating.auto());
  }

  /** Continues a text. */
  default Generation generate(String prompt, Generating options) {
    return model().generate(prompt, options);
  }

  /** How much each token of a text surprises the model from left to right. */
  default TokenSurprise surprise(String text) {
    return TokenSurprise.of(model(), NotNull.of(text, "text"));
  }

  /**
   * Which tokens notice when another is replaced: shows an attention pattern by its effect.
   *
   * @param text a short one: the model runs once for each of its tokens
   * @param pattern which token may see which, over as many tokens as {@link Magnet#encode} gives
   */
  default Influence influence(String text, AttentionPattern pattern) {
    return Influence.of(model(), model().encode(text), NotNull.of(pattern, "pattern"));
  }

  /**
   * How much a text surprises the model from left to right: at least 1; lower is less surprised.
   */
  default double perplexity(String text) {
    return model().scorer().texts(List.of(NotNull.of(text, "text"))).get(0).perplexity();
  }

  /**
   * How much a stretch of a text surprises the model when it sees the text on both sides.
   *
   * @param text the whole text
   * @param from first char of the stretch
   * @param to one past its last char
   */
  default double infillPerplexity(String text, int from, int to) {
    TextSpan span = new TextSpan(NotNull.of(text, "text"), new TextRange(from, to));
    return model().scorer().spansFromBothSides(List.of(span)).get(0).perplexity();
  }

  /** The causal control of {@link #infillPerplexity}: the model sees only what comes before. */
  default double leftPerplexity(String text, int from, int to) {
    TextSpan span = new TextSpan(NotNull.of(text, "text"), new TextRange(from, to));
    return model().scorer().spansFromTheLeft(List.of(span)).get(0).perplexity();
  }

  /**
   * How likely a continuation is after a prompt.
   *
   * @param prompt the text before
   * @param continuation the text after it, with the space that belongs between them
   */
  default Likelihood score(String prompt, String continuation) {
    PromptedText text =
        new PromptedText(NotNull.of(prompt, "prompt"), NotNull.of(continuation, "continuation"));
    return model().scorer().continuations(List.of(text)).get(0);
  }
}
