package magnet.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A hash of everything that is put into it: the same bytes give the same digits everywhere. */
public final class Digest {

  private static final int SHORT = 16;

  private final MessageDigest digest;

  private Digest(String algorithm) {
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java must have " + algorithm + ": " + e, e);
    }
  }

  /** Of 64 hexadecimal digits: the hash that this library uses. */
  public static Digest sha256() {
    return new Digest("SHA-256");
  }

  /** Of 40 hexadecimal digits: how git names a file. */
  public static Digest sha1() {
    return new Digest("SHA-1");
  }

  /** Puts bytes in. */
  public Digest add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Puts in what remains in a buffer. */
  public Digest add(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /** Puts in a text as UTF-8, without a mark where it ends. */
  public Digest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Puts in the bytes of a file.
   *
   * @throws IOException if it cannot be read
   */
  public Digest add(Path file) throws IOException {
    Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return this;
  }

  /** A short name for some texts in order: 16 digits, equal for equal texts. */
  public static String ofTexts(String... texts) {
    Digest digest = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.add(bytes.length + ":").add(bytes);
    }
    return digest.hex().substring(0, SHORT);
  }

  /**
   * A short name for a file, or for all files in a folder with their names: 16 digits, equal for
   * equal contents, wherever they are.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  public static String ofFiles(Path path) {
    Digest digest = sha256();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        digest.add(path.relativize(file).toString()).add(file);
      }
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
    return digest.hex().substring(0, SHORT);
  }

  /**
   * A short name for what a class does: 16 digits, of its code and that of the classes that stand
   * in one with it. Where no code is at hand, as in a notebook, its name counts. What it calls
   * elsewhere is not looked at.
   *
   * @throws UncheckedIOException if the code cannot be read
   */
  public static String ofClass(Class<?> type) {
    Digest digest = sha256();
    Class<?>[] together = type.getNestMembers();
    Arrays.sort(together, Comparator.comparing(Class::getName));
    for (Class<?> each : together) {
      String file = each.getName().replaceFirst(".*\\.", "") + ".class";
      try (InputStream in = each.getResourceAsStream(file)) {
        digest.add(each.getName()).add(in == null ? new byte[0] : in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(each + " cannot be read: " + e.getMessage() + ".", e);
      }
    }
    return digest.hex().substring(0, SHORT);
  }

  /** The bytes of the hash; it is empty afterwards. */
  public byte[] bytes() {
    return digest.digest();
  }

  /** The hash in lower-case hexadecimal digits; it is empty afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
