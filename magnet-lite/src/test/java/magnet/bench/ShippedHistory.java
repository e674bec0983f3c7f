package magnet.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.io.AtomicFile;

/**
 * The history of a training as it ships beside its adapter: what {@code History.load} reads, with
 * four digits of each number and without the speed, which belongs to the machine.
 */
final class ShippedHistory {

  private static final MathContext DIGITS = new MathContext(4);
  private static final String HELD_OUT = "held-out ";

  private ShippedHistory() {}

  /**
   * Converts a history.
   *
   * @param csv as a recipe wrote it: {@code step}, losses, {@code held-out} losses, {@code learning
   *     rate}, {@code gradient norm}, {@code tokens}, {@code tokens/s}
   * @param jsonLines is replaced if it is there
   */
  static void write(Path csv, Path jsonLines) {
    try {
      List<String> lines = Files.readAllLines(csv);
      String[] names = lines.get(0).split(",");
      StringBuilder rows = new StringBuilder();
      for (String line : lines.subList(1, lines.size())) {
        rows.append(row(names, line.split(",", -1))).append('\n');
      }
      AtomicFile.write(jsonLines, rows.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(csv + " cannot be read: " + e, e);
    }
  }

  private static JsonObject row(String[] names, String[] values) {
    JsonObject row = new JsonObject();
    row.addProperty("step", Integer.parseInt(values[0]));
    row.add("losses", new JsonObject());
    row.add("held-out", new JsonObject());
    for (int i = 1; i < names.length; i++) {
      if (values[i].isEmpty() || names[i].equals("tokens/s")) {
        continue;
      }
      BigDecimal number = new BigDecimal(values[i]).round(DIGITS);
      if (List.of("learning rate", "gradient norm", "tokens").contains(names[i])) {
        row.addProperty(names[i].replace(' ', '-'), number);
      } else if (names[i].startsWith(HELD_OUT)) {
        row.getAsJsonObject("held-out").addProperty(names[i].substring(HELD_OUT.length()), number);
      } else {
        row.getAsJsonObject("losses").addProperty(names[i], number);
      }
    }
    return row;
  }
}
