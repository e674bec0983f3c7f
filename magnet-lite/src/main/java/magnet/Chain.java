package magnet;

import java.util.List;

/** What carries on from a model: the model itself, every result of it, and an adaptation. */
public interface Chain {

  /** The model to carry on with. */
  Magnet model();

  /** Embeds sentences. */
  default Embeddings embed(String... sentences) {
    return model().embed(List.of(sentences));
  }

  /** Embeds the tokens of one text. */
  default TokenEmbeddings tokens(String text) {
    return model().tokenEmbeddings(text);
  }

  /** Fills the blanks of a text, each marked by three or more underscores. */
  default Infills infill(String text) {
    return infill(text, Infilling.auto());
  }

  /** Fills the blanks of a text. */
  default Infills infill(String text, Infilling options) {
    return model().fill(text, options);
  }

  /** Continues a text. */
  default Generation generate(String prompt) {
    return generate(prompt, Generating.auto());
  }

  /** Continues a text. */
  default Generation generate(String prompt, Generating options) {
    return model().write(prompt, options);
  }
}
