package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import magnet.Fixtures;
import magnet.Peer;
import magnet.kernel.DecoderKernel;
import magnet.kernel.TorchScriptArchive;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.Projection;
import magnet.model.family.WeightPlace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No kernel mixes a GPU's tensors with the CPU's, and none waits for a number: shown without a GPU,
 * on Python's meta device.
 */
@Tag("peer")
class OneDeviceTest {

  private static final List<String> PASSES =
      List.of(
          "stack_lora",
          "forward",
          "states",
          "extend",
          "head",
          "log_likelihood",
          "widened",
          "added",
          "kept_pass",
          "kept_backward");
  private static final List<String> BY_TEXT =
      List.of("stack_lora", "forward", "states", "kept_pass", "kept_backward", "try_flash");
  private static final List<String> ENCODERS = List.of("states", "vectors");
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "objectives", List.of("next_token", "info_nce", "logits", "rows", "project"),
          "optimizer", List.of("norm", "step", "zero", "assign"),
          "probe", List.of("fit"),
          "masks", List.of("of_texts", "of_piece", "by_text"),
          "tensors",
              List.of(
                  "to_bfloat16",
                  "to_float32",
                  "bfloat16_bits",
                  "bits_of_bfloat16",
                  "bfloat16_zeros",
                  "int8_codes",
                  "int4_codes",
                  "one_axis",
                  "merge",
                  "matmul",
                  "fill_rows",
                  "fill_columns",
                  "transposed",
                  "take_rows"));
  private static final Map<String, Object> TYPES =
      Map.of(
          "uint8",
          0,
          "int8",
          1,
          "float16",
          5,
          "float32",
          6,
          "float64",
          7,
          "bool",
          11,
          "int32",
          3,
          "int64",
          4,
          "bfloat16",
          15);

  @TempDir Path folder;

  private final Map<String, Object> calls = new LinkedHashMap<>();

  /** The methods that are held to it, those of text encoders too. */
  static Set<String> held() {
    Set<String> held = new TreeSet<>(PASSES);
    held.addAll(BY_TEXT);
    held.addAll(ENCODERS);
    OTHERS.values().forEach(held::addAll);
    return held;
  }

  @Test
  void passesOfEveryFamilyStayOnTheirDevice() throws IOException {
    for (String family : List.of("llama", "qwen3", "gemma2", "gemma3", "gpt2", "gpt_neox")) {
      Architecture of = Architecture.read(Fixtures.of(family).folder());
      Files.write(folder.resolve(family + ".pt"), DecoderKernel.archive(KernelTraits.of(of)));
      calls.put(family, Map.of("methods", PASSES, "model", sizes(of, 0, false)));
    }
    assertAllStay(6 * PASSES.size());
  }

  /** With the flash operation of a GPU, which the meta device knows as well. */
  @Test
  void passesTextByTextDoToo() throws IOException {
    for (String family : List.of("llama", "qwen3", "gemma3", "gpt2", "gpt_neox")) {
      Architecture of = Architecture.read(Fixtures.of(family).folder());
      Files.write(folder.resolve(family + ".pt"), DecoderKernel.archive(KernelTraits.of(of)));
      calls.put(family, Map.of("methods", BY_TEXT, "model", sizes(of, 0, true)));
    }
    assertAllStay(5 * BY_TEXT.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void soDoPassesOverAQuantisedBase(int bits) throws IOException {
    for (String family : List.of("llama", "gpt2")) {
      Architecture of = Architecture.read(Fixtures.of(family).folder());
      Files.write(folder.resolve(family + ".pt"), DecoderKernel.archive(KernelTraits.of(of)));
      calls.put(family, Map.of("methods", PASSES, "model", sizes(of, bits, false)));
    }
    assertAllStay(2 * PASSES.size());
  }

  private void assertAllStay(int methods) throws IOException {
    Map<String, String> found = found();
    assertEquals(methods, found.size());
    found.forEach((method, told) -> assertEquals("ok", told, method));
  }

  @Test
  void allOtherKernelsDoToo() throws IOException {
    for (Map.Entry<String, List<String>> each : OTHERS.entrySet()) {
      add(each.getKey(), each.getValue());
    }
    assertAllStay(OTHERS.values().stream().mapToInt(List::size).sum());
  }

  @Test
  void textEncodersDoWithEveryPooling() throws IOException {
    for (int pooling = 0; pooling < 4; pooling++) {
      Map<String, Object> traits = new TreeMap<>(TYPES);
      traits.put("heads", 2);
      traits.put("norm_epsilon", 1e-5);
      traits.put("activation", 2);
      traits.put("first_position", 2);
      traits.put("pooling", pooling);
      traits.put("normalised", true);
      String name = "bert-" + pooling;
      Files.write(folder.resolve(name + ".pt"), TorchScriptArchive.of(traits, "bert.torchscript"));
      calls.put(name, Map.of("methods", ENCODERS));
    }
    assertAllStay(8);
  }

  @Test
  void theCheckFindsWhatItLooksFor() throws IOException {
    add("faulty", List.of("sound", "mixes", "reads_back"));
    Map<String, String> found = found();
    assertEquals("ok", found.get("faulty.sound"));
    assertTrue(found.get("faulty.mixes").contains("mixes ['cpu', 'meta']"), "" + found);
    assertTrue(found.get("faulty.reads_back").contains("reads a number"), "" + found);
  }

  private void add(String kernel, List<String> methods) throws IOException {
    Files.write(
        folder.resolve(kernel + ".pt"), TorchScriptArchive.of(TYPES, kernel + ".torchscript"));
    calls.put(kernel, Map.of("methods", methods));
  }

  private Map<String, String> found() throws IOException {
    Files.writeString(folder.resolve("calls.json"), new Gson().toJson(calls));
    JsonObject told = Peer.run("one_device.py", Map.of(), folder);
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : told.entrySet()) {
      found.put(entry.getKey(), entry.getValue().getAsString());
    }
    return found;
  }

  private static Map<String, Object> sizes(Architecture of, int bits, boolean byText) {
    List<long[]> weights = new ArrayList<>();
    for (WeightPlace place : WeightPlace.all(of)) {
      weights.add(place.isEmpty() ? new long[] {0} : place.shape());
    }
    List<int[]> factors = new ArrayList<>();
    for (int layer = 0; layer < of.layers(); layer++) {
      for (Projection each : Projection.of(DecoderFamily.of(of.family()))) {
        factors.add(new int[] {4, each.inputs(of)});
        factors.add(new int[] {each.outputs(of), 4});
      }
    }
    return Map.ofEntries(
        Map.entry("hidden", of.hiddenSize()),
        Map.entry("vocabulary", of.vocabularySize()),
        Map.entry("layers", of.layers()),
        Map.entry("key_value_heads", of.keyValueHeads()),
        Map.entry("head_size", of.headSize()),
        Map.entry("rotated", of.rope().rotated(of.headSize())),
        Map.entry("kinds", of.kinds().size()),
        Map.entry("bits", bits),
        Map.entry("by_text", byText),
        Map.entry("weights", weights),
        Map.entry("factors", factors));
  }
}
