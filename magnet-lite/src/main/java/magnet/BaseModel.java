package magnet;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import magnet.infer.TextFrame;
import magnet.kernel.TorchRuntime;
import magnet.model.Decoder;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.SharedHandle;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.TextTokenizer;

/**
 * What all models built on one checkpoint share: its weights and its tokenizer.
 *
 * @param name what messages and saved adapters call it
 * @param decoder the weights, closed with this
 * @param tokenizer a handle on the frame's tokenizer, closed with this
 * @param frame makes tokens of texts
 */
record BaseModel(
    String name, Decoder decoder, SharedHandle<TextTokenizer> tokenizer, TextFrame frame)
    implements AutoCloseable {

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  /** Less than that may be worth half the memory. */
  private static final double WORTH_TELLING = 1.5;

  /** Loads a checkpoint; reports once per device that it is in use. */
  static BaseModel load(ModelSource source, Loading loading) {
    Path folder = source.folder();
    source.announce(loading, Notices::tell);
    Device device = TorchRuntime.device(loading.device());
    Precision precision = loading.precision().isEmpty() ? null : Precision.of(loading.precision());
    Quantisation quantisation = Quantisation.of(loading.base());
    Decoder decoder = Decoder.load(folder, precision, quantisation, device);
    try {
      if (Architecture.read(folder).tiedEmbeddings() && !decoder.architecture().tiedEmbeddings()) {
        Notices.tell(
            "config.json of "
                + source.name()
                + " says tie_word_embeddings, but its weights have a head with other numbers,"
                + " which is used, as in transformers; say false there if that is meant");
      }
      TextTokenizer tokenizer = TextTokenizer.load(folder, loading.bos());
      tell(device, loading.device(), decoder.attention());
      Precision used = decoder.precision();
      if (precision == null && !device.isGpu() && Precision.storedIn(folder).equals("BF16")) {
        Precision.costOnCpu()
            .map(cost -> choice(used, cost))
            .filter(TOLD::add)
            .ifPresent(Notices::tell);
      } else if (used != Precision.FLOAT32 && TOLD.add(used + " on " + device)) {
        advice(used, used.costOn(device)).ifPresent(Notices::tell);
      }
      return new BaseModel(
          source.name(),
          decoder,
          SharedHandle.of(tokenizer),
          TextFrame.of(folder, tokenizer, decoder.architecture()));
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  private static void tell(Device device, String asked, String attention) {
    if (TOLD.add(device + (device.isGpu() ? attention : ""))) {
      Notices.tell(
          "PyTorch "
              + TorchRuntime.engine().getVersion()
              + " on "
              + (device.isGpu() ? device.toString() : "cpu")
              + (asked.equalsIgnoreCase("auto") ? " (auto: " + TorchRuntime.choice() + ")" : "")
              + (device.isGpu() ? ", " + attention : "")
              + (device.isGpu() && !TorchRuntime.hasFastBfloat16(device)
                  ? "; it has no fast bfloat16, as GPUs before Ampere, so float32 is the default"
                  : ""));
    }
  }

  /** What to say where the precision of stored bfloat16 weights was chosen by measuring. */
  static String choice(Precision used, double cost) {
    return String.format(
        Locale.ROOT,
        "weights stored in bfloat16 are computed in %s: products in bfloat16 take %.2f times as long"
            + " as in float32 on this CPU; Loading.auto().precision(...) says otherwise",
        used.torchName(),
        cost);
  }

  /** What to say about a precision whose products take so many times as long as in float32. */
  static Optional<String> advice(Precision precision, double cost) {
    return cost < WORTH_TELLING
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "products in %s take %.1f times as long as in float32 on this machine;"
                    + " where the memory suffices, load with Loading.auto().precision(\"float32\")",
                precision.torchName(),
                cost));
  }

  /** This tokenizer and frame with other weights, which the result owns. */
  BaseModel withWeights(Decoder other) {
    return new BaseModel(name, other, tokenizer.share(), frame);
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
