package magnet.model.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.io.Quoted;
import magnet.io.StrictJson;

/**
 * Parses the header of a safetensors file and checks it against the file: every byte after the
 * header belongs to exactly one tensor, as the format demands.
 */
final class SafetensorsHeader {

  /** Names are split by expressions whose time grows with the square of a name. */
  private static final int LONGEST_NAME = 1000;

  private final Path path;
  private final long dataBegin;
  private final long fileLength;
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

  private SafetensorsHeader(Path path, long dataBegin, long fileLength) {
    this.path = path;
    this.dataBegin = dataBegin;
    this.fileLength = fileLength;
  }

  /**
   * Parses and checks the JSON text of a header, behind which the tensors begin at a byte of the
   * file.
   *
   * @return the tensors by name, in the order of their bytes
   * @throws IllegalArgumentException if the header is wrong or does not fit the file
   */
  static Map<String, TensorInfo> read(
      Path path, ByteBuffer header, long dataBegin, long fileLength) {
    SafetensorsHeader parsed = new SafetensorsHeader(path, dataBegin, fileLength);
    parsed.parse(parsed.text(header));
    return parsed.covering();
  }

  private void parse(String text) {
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      StrictJson.check(text);
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.length() > LONGEST_NAME) {
          throw fault("a name in its header has " + name.length() + " characters");
        }
        if (name.equals("__metadata__")) {
          checkMetadata(json);
        } else if (tensors.putIfAbsent(name, readTensor(json, name)) != null) {
          throw fault("tensor " + name + " is listed twice");
        }
      }
      json.endObject();
    } catch (IOException | IllegalStateException | StrictJson.Fault e) {
      throw fault("its header is not the JSON of a safetensors file (" + firstLine(e) + ")");
    }
  }

  private String text(ByteBuffer header) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
    } catch (CharacterCodingException e) {
      throw fault("its header is not UTF-8 text");
    }
  }

  private void checkMetadata(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw fault("its __metadata__ \"" + Quoted.value(key) + "\" is not a text");
      }
      json.skipValue();
    }
    json.endObject();
  }

  private TensorInfo readTensor(JsonReader json, String name) throws IOException {
    String type = null;
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "dtype" -> type = json.nextString();
        case "shape" -> shape = numbers(json, name, key);
        case "data_offsets" -> offsets = numbers(json, name, key);
        default -> throw fault("tensor " + name + " has the unknown key \"" + key + "\"");
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw fault("tensor " + name + " needs a dtype, a shape and two data_offsets");
    }
    return check(name, type, shape, offsets);
  }

  private long[] numbers(JsonReader json, String name, String key) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      JsonToken token = json.peek();
      String number = json.nextString();
      if (token != JsonToken.NUMBER || !number.matches("\\d{1,18}")) {
        throw fault(
            key + " of tensor " + name + " holds " + number + ", expected whole numbers from 0");
      }
      numbers.add(Long.parseLong(number));
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private TensorInfo check(String name, String type, long[] shape, long[] offsets) {
    if (!TensorTypes.known(type)) {
      throw fault(
          "tensor %s has the unknown dtype \"%s\" (known: %s)"
              .formatted(name, type, TensorTypes.all()));
    }
    long available = fileLength - dataBegin;
    if (offsets[0] > offsets[1] || offsets[1] > available) {
      throw fault(
          "tensor %s lies at bytes %s, but the file holds %s bytes of data (is it truncated?)"
              .formatted(name, Arrays.toString(offsets), available));
    }
    long expected;
    try {
      expected = TensorTypes.bytes(type, shape);
    } catch (ArithmeticException e) {
      throw fault("tensor " + name + " has the impossible shape " + Arrays.toString(shape));
    }
    long length = offsets[1] - offsets[0];
    if (length != expected) {
      throw fault(
          "tensor %s has %s bytes, but %s%s needs %s"
              .formatted(name, length, type, Arrays.toString(shape), expected));
    }
    return new TensorInfo(name, type, shape, dataBegin + offsets[0], length);
  }

  /** The tensors by place, which leave no byte of the file to others. */
  private Map<String, TensorInfo> covering() {
    Map<String, TensorInfo> ordered = new LinkedHashMap<>();
    tensors.values().stream()
        .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::length))
        .forEach(tensor -> ordered.put(tensor.name(), tensor));
    long end = dataBegin;
    String previous = "the header";
    for (TensorInfo tensor : ordered.values()) {
      if (tensor.begin() < end) {
        throw fault(
            "tensors " + previous + " and " + tensor.name() + " overlap at byte " + tensor.begin());
      }
      if (tensor.begin() > end) {
        throw fault(
            "%s bytes between %s and tensor %s belong to no tensor"
                .formatted(tensor.begin() - end, previous, tensor.name()));
      }
      end = tensor.begin() + tensor.length();
      previous = tensor.name();
    }
    if (end < fileLength) {
      throw fault((fileLength - end) + " bytes after " + previous + " belong to no tensor");
    }
    return ordered;
  }

  /** Gson's complaint, without its advice to programmers. */
  private static String firstLine(Exception complaint) {
    return String.valueOf(complaint.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private IllegalArgumentException fault(String what) {
    return SafetensorsFile.fault(path, what);
  }
}
