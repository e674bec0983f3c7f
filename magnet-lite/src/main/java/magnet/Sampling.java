package magnet;

import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.MinP;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.RepetitionPenalty;
import magnet.infer.sampling.Sampler;
import magnet.infer.sampling.Temperature;
import magnet.infer.sampling.TopK;
import magnet.infer.sampling.TopP;

/**
 * How the next token is chosen. A value: begin with {@link #greedy()}, {@link
 * #temperature(double)}, {@link #topK(int)}, {@link #topP(double)} or {@link #minP(double)}, and
 * add what you need. The settings apply in the order of the fields, as in Hugging Face
 * transformers.
 *
 * @param repetitionPenalty above 0; 1 for none (CTRL's, Keskar et al. 2019)
 * @param temperature 0: the likeliest token each time; else tokens are drawn, above 1 more evenly
 * @param topK how many of the likeliest tokens stay; 0 for all
 * @param topP the likeliest tokens that together reach this probability stay; 1 for all
 * @param minP tokens stay that have this share of the likeliest token's probability; 0 for all
 * @param seed the same seed gives the same draws
 */
public record Sampling(
    double repetitionPenalty, double temperature, int topK, double topP, double minP, long seed) {

  private static final Sampling DRAWN = new Sampling(1, 1, 0, 1, 0, 0);

  /** Checks each setting; the message says what is possible. */
  public Sampling {
    if (temperature != 0) {
      Temperature.require(temperature);
    }
    if (topK != 0) {
      TopK.require(topK);
    }
    TopP.require(topP);
    MinP.require(minP);
    RepetitionPenalty.require(repetitionPenalty);
  }

  /** The likeliest token each time. */
  public static Sampling greedy() {
    return DRAWN.andTemperature(0);
  }

  /** Draws by the model's probabilities, changed by a temperature. */
  public static Sampling temperature(double temperature) {
    return DRAWN.andTemperature(temperature);
  }

  /** Draws from the k likeliest tokens. */
  public static Sampling topK(int k) {
    return DRAWN.andTopK(k);
  }

  /** Draws from the likeliest tokens that together reach a probability of p. */
  public static Sampling topP(double p) {
    return DRAWN.andTopP(p);
  }

  /** Draws from the tokens that have a share of at least p of the likeliest token's probability. */
  public static Sampling minP(double p) {
    return DRAWN.andMinP(p);
  }

  /** A copy with another temperature; 0 for greedy. */
  public Sampling andTemperature(double other) {
    return new Sampling(repetitionPenalty, other, topK, topP, minP, seed);
  }

  /** A copy with only the k likeliest tokens; 0 for all. */
  public Sampling andTopK(int k) {
    return new Sampling(repetitionPenalty, temperature, k, topP, minP, seed);
  }

  /** A copy with only the likeliest tokens that together reach p; 1 for all. */
  public Sampling andTopP(double p) {
    return new Sampling(repetitionPenalty, temperature, topK, p, minP, seed);
  }

  /** A copy with only tokens of a share of at least p of the likeliest token's; 0 for all. */
  public Sampling andMinP(double p) {
    return new Sampling(repetitionPenalty, temperature, topK, topP, p, seed);
  }

  /** A copy with a penalty for tokens that the text holds already; 1 for none. */
  public Sampling andRepetitionPenalty(double penalty) {
    return new Sampling(penalty, temperature, topK, topP, minP, seed);
  }

  /** A copy with another seed. */
  public Sampling seed(long other) {
    return new Sampling(repetitionPenalty, temperature, topK, topP, minP, other);
  }

  /** Whether the choice is deterministic. */
  public boolean isGreedy() {
    return temperature == 0;
  }

  /**
   * The chain of samplers.
   *
   * @param attempt tries of one seed draw differently
   */
  Sampler sampler(int attempt) {
    // A large odd factor keeps the seeds of neighbouring tries far apart.
    Sampler drawn = new MultinomialSampler(seed + attempt * 0x9E3779B97F4A7C15L);
    drawn = minP == 0 ? drawn : new MinP(minP, drawn);
    drawn = topP == 1 ? drawn : new TopP(topP, drawn);
    drawn = topK == 0 ? drawn : new TopK(topK, drawn);
    drawn = temperature == 1 || isGreedy() ? drawn : new Temperature(temperature, drawn);
    Sampler chosen = isGreedy() ? new Greedy() : drawn;
    return repetitionPenalty == 1 ? chosen : new RepetitionPenalty(repetitionPenalty, chosen);
  }
}
