package magnet.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.Shared;
import magnet.io.LfsPointerTest;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final Architecture TINY = Architecture.llama(8, 4, 6, 1, 2, 1, 16);
  private static final String UP = "model.layers.0.mlp.up_proj.weight";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden/checkpoints/llama_mha",
        "golden/checkpoints/llama_gqa_rope3",
        "golden/checkpoints/llama_bf16_sharded",
        "golden/checkpoints/mistral",
        "golden/checkpoints/qwen2",
        "golden/checkpoints/qwen3",
        "models/stories260K",
        "models/mico-tinyllama-1.3m",
        "models/tinystories-656k"
      })
  void realFoldersAreSound(String name) {
    try (Checkpoint checkpoint = Checkpoint.open(Shared.path(name))) {
      checkpoint.verify();
      int width =
          checkpoint.info(checkpoint.names().iterator().next()).dtype().equals("BF16") ? 2 : 4;
      assertEquals(
          width * checkpoint.architecture().parameters(),
          checkpoint.names().stream().mapToLong(each -> checkpoint.info(each).length()).sum());
    }
  }

  private static ByteBuffer mapped(Checkpoint checkpoint) {
    return checkpoint.map(UP, 0, (int) checkpoint.info(UP).length());
  }

  @Test
  void shardsHaveOneFace() throws IOException {
    save(TINY);
    byte[] whole;
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      whole = bytes(mapped(checkpoint));
    }
    shard();
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      checkpoint.verify();
      assertEquals(TINY, checkpoint.architecture());
      assertEquals(DecoderFamily.of("llama").tensors(TINY).keySet(), checkpoint.names());
      assertEquals(ByteBuffer.wrap(whole), mapped(checkpoint));
      ByteBuffer part = ByteBuffer.allocateDirect(8);
      checkpoint.read(UP, 4, part);
      assertEquals(ByteBuffer.wrap(whole, 4, 8), part.flip());
      assertFault(() -> checkpoint.info("x"), "tensor x is not in", folder.toString());
    }
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertFault(() -> Checkpoint.open(folder.resolve("no")), "no is not a folder");
    assertFault(() -> Checkpoint.open(folder), "config.json is missing", folder.toString());
    Files.writeString(folder.resolve("config.json"), TINY.toConfigJson("float32"));
    assertFault(() -> Checkpoint.open(folder), "weights are missing", "model.safetensors");
    Files.write(folder.resolve("pytorch_model.bin"), new byte[3]);
    assertFault(
        () -> Checkpoint.open(folder),
        "there is pytorch_model.bin, which is not read",
        "safe_serialization=True");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    save(TINY);
    shard();
    Files.delete(folder.resolve("model-2.safetensors"));
    assertFault(() -> Checkpoint.open(folder), "1 of 2 shards", "model-2.safetensors");
  }

  @Test
  void anIndexThatLiesIsRefused() throws IOException {
    save(TINY);
    shard();
    Path index = folder.resolve("model.safetensors.index.json");
    String sound = Files.readString(index);
    Files.writeString(index, sound.replace("\"" + UP + "\":", "\"other\":"));
    assertFault(
        () -> Checkpoint.open(folder), "tensor other is not in model-", "index.json says it is");
    Files.writeString(index, sound.replace("model-1.", "../model-1."));
    assertFault(() -> Checkpoint.open(folder), "\"../model-1.safetensors\"", "plain file name");
    Files.writeString(index, "{}");
    assertFault(() -> Checkpoint.open(folder), "no \"weight_map\"", index.toString());
  }

  @Test
  void tensorsMustBeThoseOfTheArchitecture() throws IOException {
    save(TINY);
    Path config = folder.resolve("config.json");
    Files.writeString(config, TINY.withTiedEmbeddings(false).toConfigJson("float32"));
    assertVerifyFault("1 tensor of", "is missing: lm_head.weight");
    Files.writeString(config, Architecture.llama(8, 4, 6, 2, 2, 1, 16).toConfigJson("float32"));
    assertVerifyFault("9 tensors of", "model.layers.1.input_layernorm.weight", ", …");
    Files.writeString(config, Architecture.llama(8, 4, 7, 1, 2, 1, 16).toConfigJson("float32"));
    assertVerifyFault("gate_proj.weight F32[6, 4]", "expected", "F32[7, 4]");

    Map<String, long[]> more = new LinkedHashMap<>(DecoderFamily.of("llama").tensors(TINY));
    more.put("lm_head.weight", new long[] {8, 4});
    more.put("model.layers.0.self_attn.rotary_emb.inv_freq", new long[] {1});
    save(TINY, more, "F32");
    Checkpoint.open(folder).verify();
    more.put("model.layers.0.self_attn.q_proj.bias", new long[] {4});
    save(TINY, more, "F32");
    assertVerifyFault("not known to the family llama", "q_proj.bias");
    save(TINY, DecoderFamily.of("llama").tensors(TINY), "F64");
    assertVerifyFault("F64", "wrong dtype", "F32, F16 or BF16");
  }

  @Test
  void aPointerOfGitInPlaceOfWeightsIsRefusedAsSuch() throws IOException {
    save(TINY);
    shard();
    Files.writeString(folder.resolve("model-2.safetensors"), LfsPointerTest.POINTER);
    assertFault(() -> Checkpoint.open(folder), "model-2.safetensors is a Git LFS pointer");
    Files.writeString(folder.resolve("model.safetensors"), LfsPointerTest.POINTER);
    assertFault(() -> Checkpoint.open(folder), "model.safetensors is a Git LFS pointer");
  }

  private void assertVerifyFault(String... facts) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertFault(checkpoint::verify, facts);
    }
  }

  private void save(Architecture architecture) throws IOException {
    save(architecture, DecoderFamily.of("llama").tensors(architecture), "F32");
  }

  private void save(Architecture architecture, Map<String, long[]> tensors, String type)
      throws IOException {
    Files.writeString(folder.resolve("config.json"), architecture.toConfigJson("float32"));
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    tensors.forEach(
        (name, shape) -> {
          byte[] bytes = new byte[(int) TensorTypes.bytes(type, shape)];
          bytes[0] = (byte) name.hashCode();
          bytes[bytes.length - 1] = 5;
          entries.add(new SafetensorsWriter.Entry(name, type, shape, ByteBuffer.wrap(bytes)));
        });
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"), SafetensorsWriter.PYTORCH, entries);
  }

  /** Splits the one file into two shards with an index. */
  private void shard() throws IOException {
    Path single = folder.resolve("model.safetensors");
    StringBuilder index = new StringBuilder("{\"metadata\": {}, \"weight_map\": {");
    try (SafetensorsFile whole = SafetensorsFile.open(single)) {
      List<String> names = List.copyOf(whole.names());
      for (int part = 1; part <= 2; part++) {
        String shard = "model-" + part + ".safetensors";
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (int i = part - 1; i < names.size(); i += 2) {
          String name = names.get(i);
          long[] shape = whole.info(name).shape();
          entries.add(new SafetensorsWriter.Entry(name, "F32", shape, whole.map(name)));
          index.append(index.charAt(index.length() - 1) == '{' ? "" : ", ");
          index.append('"').append(name).append("\": \"").append(shard).append('"');
        }
        SafetensorsWriter.write(folder.resolve(shard), SafetensorsWriter.PYTORCH, entries);
      }
    }
    Files.delete(single);
    Files.writeString(folder.resolve("model.safetensors.index.json"), index + "}}");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void assertFault(Runnable action, String... facts) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    for (String fact : facts) {
      assertTrue(message.contains(fact), () -> fact + " is not in: " + message);
    }
    assertFalse(message.contains("\n"), message);
  }
}
