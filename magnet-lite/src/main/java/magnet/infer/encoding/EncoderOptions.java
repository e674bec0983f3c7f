package magnet.infer.encoding;

/** How sentences are encoded; {@code magnet.Encoding} is what users make. */
public interface EncoderOptions {

  /** What is put before each sentence; empty for nothing. */
  String instruction();

  /** How token vectors become one. */
  Pooler pooler();

  /** Whether tokens see only those before them, as the base model was trained; else all see all. */
  boolean causal();

  /** Whether each vector is divided by its length. */
  boolean normalised();

  /**
   * How many of the first dimensions are kept, before normalising (Matryoshka embeddings, Kusupati
   * et al. 2022); 0 for all.
   */
  int dimensions();

  /** The most sentences that go through the model at once; 0 for as many as suit the device. */
  int batch();

  /** Whether a sentence that is too long for the model loses its end; else it is refused. */
  boolean cut();
}
