package magnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Damages sound files and shows them to a reader, with a fixed seed. What may come of it: the file
 * is accepted, or refused by one exception of ours with a message below 1,000 printable characters,
 * in a few seconds.
 */
public final class Fuzz {

  private static final int LONGEST_MESSAGE = 1000;
  private static final long LONGEST_MILLIS = 5000;

  /** What breaks readers: ends of ranges, half characters, marks of several formats, depth. */
  private static final List<String> NASTY =
      List.of(
          "1e999",
          "-1",
          "0",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "1e-999",
          "0.5",
          "NaN",
          "Infinity",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "\"\\ud83d\"",
          "\"\\u0000\"",
          "\u0000",
          "\u001b[31m",
          "\u202e",
          "\ufeff",
          "\ud83d\ude00",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\n",
          "\t",
          "\\",
          "#",
          "&a",
          "*a",
          "!!",
          "${X}",
          "(a*)*",
          "../x",
          "/",
          "[".repeat(3000),
          "{\"a\":".repeat(3000),
          "- ".repeat(2000),
          "9".repeat(5000),
          "x".repeat(20_000));

  private Fuzz() {}

  /**
   * Shows damaged files to a reader.
   *
   * @param sound a file that the reader takes
   * @param inputs how many damaged ones it is shown
   * @param reader reads the file that it is given
   */
  public static void damage(Path sound, int inputs, Consumer<Path> reader) throws IOException {
    reader.accept(sound);
    byte[] bytes = Files.readAllBytes(sound);
    Random random = new Random(14);
    for (int i = 0; i < inputs; i++) {
      byte[] damaged = bytes;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        damaged = damaged(damaged, random);
      }
      Files.write(sound, damaged);
      takenOrRefused("input " + i, () -> reader.accept(sound));
    }
    Files.write(sound, bytes);
  }

  /** Asserts that a call ends well, or in one exception of ours that can be shown. */
  public static void takenOrRefused(String what, Runnable call) {
    long begin = System.nanoTime();
    try {
      call.run();
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      assertOurs(what, e);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " is neither taken nor refused: " + e, e);
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(millis < LONGEST_MILLIS, () -> what + " took " + millis + " ms");
  }

  private static void assertOurs(String what, RuntimeException e) {
    String thrower = e.getStackTrace()[0].getClassName();
    if (!thrower.startsWith("magnet.") || e.getMessage() == null) {
      throw new AssertionError(what + " is refused by a stranger, " + thrower + ": " + e, e);
    }
    String message = e.getMessage();
    boolean printable =
        message
            .codePoints()
            .allMatch(
                c ->
                    !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE);
    if (message.length() >= LONGEST_MESSAGE || !printable) {
      throw new AssertionError(
          what + " is refused in " + message.length() + " characters: " + message, e);
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
    byte[] nasty = NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(bytes, at, at, new byte[] {(byte) random.nextInt()});
      case 2 ->
          joined(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt()});
      case 3 -> joined(bytes, at, at + length, new byte[0]);
      case 4 -> joined(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      case 5 -> joined(bytes, at, at + length, nasty);
      default -> valueReplaced(bytes, at, nasty);
    };
  }

  /** From the next colon or comma to the next mark: mostly one value of JSON, YAML or CSV. */
  private static byte[] valueReplaced(byte[] bytes, int at, byte[] nasty) {
    int begin = next(bytes, at, ":,");
    int end = next(bytes, Math.min(begin + 1, bytes.length), ",}]\n");
    return joined(bytes, Math.min(begin + 1, bytes.length), end, nasty);
  }

  private static int next(byte[] bytes, int at, String marks) {
    int next = at;
    while (next < bytes.length && marks.indexOf(bytes[next]) < 0) {
      next++;
    }
    return next;
  }

  private static byte[] joined(byte[] bytes, int from, int to, byte[] instead) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, from);
    joined.writeBytes(instead);
    joined.write(bytes, Math.max(from, to), bytes.length - Math.max(from, to));
    return joined.toByteArray();
  }
}
