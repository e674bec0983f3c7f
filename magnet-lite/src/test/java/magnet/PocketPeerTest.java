package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.model.tokenizer.TextTokenizer;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded model is an ordinary checkpoint of Hugging Face's: the same there as here. */
@Tag("slow")
@Tag("peer")
class PocketPeerTest {

  private static final float EXACT = 1e-4f;
  private static final String STORY = PocketWorld.stories(Split.TEST, 1, 1).get(0).text();
  private static final List<String> TEXTS =
      List.of(
          STORY,
          "",
          " ",
          "Tom  lost\n\nhis \"ball\".",
          "na\u00efve \u732b \uD83D\uDE00 e\u0301 \u200D \u00a0 12345 don't\r\n",
          "\u0416\u0443\u043a \u05d0\u05d1 \u0e01\u0e33 \ud55c\uad6d");

  @TempDir Path folder;

  @Test
  void tokenizersAndTransformersReadItsTokenizer() throws IOException {
    Path model = EmbeddedModel.pocket().folder();
    JsonObject theirs = ask(Map.of("do", "tokens", "model", model.toString(), "texts", TEXTS));
    assertEquals("LlamaForCausalLM", theirs.get("class").getAsString());
    try (TextTokenizer ours = TextTokenizer.load(model)) {
      for (int i = 0; i < TEXTS.size(); i++) {
        int[] ids = ours.encode(TEXTS.get(i)).ids();
        assertArrayEquals(ids, ints(theirs.getAsJsonArray("ids").get(i)), TEXTS.get(i));
        int[] framed = ints(theirs.getAsJsonArray("framed").get(i));
        assertEquals(ours.bos().orElseThrow(), framed[0]);
        assertArrayEquals(ids, Arrays.copyOfRange(framed, 1, framed.length), TEXTS.get(i));
        assertEquals(TEXTS.get(i), theirs.getAsJsonArray("texts").get(i).getAsString());
      }
    }
  }

  @Test
  void transformersComputesTheSameLogits() {
    Path folder = EmbeddedModel.pocket().folder();
    try (Magnet model = Magnet.load(folder, Loading.auto().precision("float32").device("cpu"))) {
      int[] ids = model.encode(STORY);
      boolean[] span = new boolean[ids.length];
      Arrays.fill(span, ids.length / 3, ids.length / 2, true);
      JsonObject theirs =
          ask(Map.of("do", "logits", "model", folder.toString(), "ids", ids, "span", span));
      Peer.assertLogits(model, theirs, ids, span, largest -> EXACT, "pocket");
    }
  }

  private JsonObject ask(Map<String, Object> job) {
    return Peer.models(folder, List.of(job)).get(0);
  }

  private static int[] ints(JsonElement numbers) {
    return new Gson().fromJson(numbers, int[].class);
  }
}
