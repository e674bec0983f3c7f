package magnet.model.family;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** Writes a config.json in the layout of the Hub, which transformers 4 and 5 both read. */
final class ConfigWriter {

  private ConfigWriter() {}

  static String write(Architecture of, String torchType) {
    DecoderFamily family = of.decoderFamily();
    JsonArray classes = new JsonArray();
    classes.add(family.causalModelClass());
    JsonObject json = new JsonObject();
    json.add("architectures", classes);
    json.addProperty("model_type", family.modelType());
    json.addProperty("bos_token_id", orNull(of.bosId(), Architecture.ABSENT));
    json.addProperty("eos_token_id", orNull(of.eosId(), Architecture.ABSENT));
    if (of.eosIds().size() > 1) {
      JsonArray all = new JsonArray();
      of.eosIds().forEach(all::add);
      json.add("eos_token_id", all);
    }
    json.addProperty("pad_token_id", orNull(of.padId(), Architecture.ABSENT));
    json.addProperty("tie_word_embeddings", of.tiedEmbeddings());
    json.addProperty("torch_dtype", torchType);
    json.addProperty("use_cache", true);
    json.addProperty("vocab_size", of.vocabularySize());
    family.write(of, json);
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json) + "\n";
  }

  /** The shape, under the names that Llama's config.json has. */
  static void writeLlamaLike(Architecture of, JsonObject json) {
    json.addProperty("attention_dropout", 0.0);
    json.addProperty("head_dim", of.headSize());
    json.addProperty("hidden_act", activation(of));
    json.addProperty("hidden_size", of.hiddenSize());
    json.addProperty("intermediate_size", of.intermediateSize());
    json.addProperty("max_position_embeddings", of.maxPositions());
    json.addProperty("num_attention_heads", of.heads());
    json.addProperty("num_hidden_layers", of.layers());
    json.addProperty("num_key_value_heads", of.keyValueHeads());
    json.addProperty("rms_norm_eps", of.normEpsilon());
    json.add("rope_scaling", scaling(of.rope().scaling()));
    json.addProperty("rope_theta", of.rope().theta());
  }

  static void writeWindow(Architecture of, JsonObject json) {
    json.addProperty("sliding_window", orNull(of.slidingWindow(), 0));
  }

  /** What config.json calls the function of the MLP. */
  static String activation(Architecture of) {
    return of.variant().activation().names().get(0);
  }

  private static Integer orNull(int number, int none) {
    return number == none ? null : number;
  }

  private static JsonElement scaling(RopeScaling scaling) {
    if (scaling instanceof RopeScaling.None) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    if (scaling instanceof RopeScaling.Linear linear) {
      json.addProperty("rope_type", "linear");
      json.addProperty("factor", linear.factor());
    } else if (scaling instanceof RopeScaling.Llama3 llama3) {
      json.addProperty("rope_type", "llama3");
      json.addProperty("factor", llama3.factor());
      json.addProperty("low_freq_factor", llama3.lowFrequencyFactor());
      json.addProperty("high_freq_factor", llama3.highFrequencyFactor());
      json.addProperty("original_max_position_embeddings", llama3.originalMaxPositions());
    }
    return json;
  }
}
