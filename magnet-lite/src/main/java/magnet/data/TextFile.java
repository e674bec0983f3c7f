package magnet.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import magnet.io.AtomicFile;
import magnet.io.LfsPointer;
import magnet.io.Unreadable;

/**
 * A UTF-8 file that stays on the disk: mapped, read line by line once, and then in pieces.
 *
 * <p>A map holds at most 2 GiB, so a larger file has several; a stretch may begin in one and end in
 * the next. The file must not be changed while it is in use.
 */
public final class TextFile {

  private static final long SEGMENT = 1L << 30;
  private static final int BLOCK = 1 << 20;
  private static final int BYTE_ORDER_MARK = 3;

  private final Path path;
  private final long size;
  private final long segment;
  private final MappedByteBuffer[] maps;

  /** Is shown each line of a file in turn. */
  @FunctionalInterface
  public interface LineReader {

    /**
     * Reads a line.
     *
     * @param number counted from 1
     * @param begin where its first byte is in the file, after a byte order mark
     * @param length how many bytes it has, without the line end (LF or CR LF)
     */
    void read(long number, long begin, int length, String text);
  }

  private TextFile(Path path, long size, long segment, MappedByteBuffer[] maps) {
    this.path = path;
    this.size = size;
    this.segment = segment;
    this.maps = maps;
  }

  /** Writes lines, UTF-8 with LF, all or none; the folder is made if it is absent. */
  public static void write(Path file, List<String> lines) {
    AtomicFile.write(file, String.join("\n", lines) + "\n");
  }

  /**
   * Maps a file.
   *
   * @throws IllegalArgumentException if it is a Git LFS pointer
   */
  public static TextFile open(Path path) {
    return open(path, SEGMENT);
  }

  /** As {@link #open(Path)}, with maps of this many bytes each. */
  public static TextFile open(Path path, long segment) {
    try {
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder");
      }
      LfsPointer.refuse(path);
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        long size = channel.size();
        MappedByteBuffer[] maps = new MappedByteBuffer[(int) ((size + segment - 1) / segment)];
        for (int i = 0; i < maps.length; i++) {
          long begin = i * segment;
          maps[i] =
              channel.map(FileChannel.MapMode.READ_ONLY, begin, Math.min(segment, size - begin));
        }
        return new TextFile(path, size, segment, maps);
      }
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  /** The file that is read. */
  public Path path() {
    return path;
  }

  /** The file's own name, without its folder. */
  public String name() {
    return path.getFileName().toString();
  }

  /** Shows every line to the reader, from the first to the last; all must be UTF-8 text. */
  public void forEachLine(LineReader reader) {
    byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, size))];
    long begin = startsWithByteOrderMark() ? BYTE_ORDER_MARK : 0;
    long number = 1;
    for (long at = begin; at < size; ) {
      int filled = (int) Math.min(block.length, size - at);
      read(at, block, filled);
      for (int i = 0; i < filled; i++) {
        if (block[i] == '\n') {
          showLine(reader, number++, begin, at + i);
          begin = at + i + 1;
        }
      }
      at += filled;
    }
    if (begin < size) {
      showLine(reader, number, begin, size);
    }
  }

  /** All lines; for formats in which the lines of several files belong together. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    forEachLine((number, begin, length, line) -> lines.add(line));
    return lines;
  }

  /**
   * What the function makes of each line that is not blank. A row is bad if it throws an
   * IllegalArgumentException.
   */
  public <T> List<T> rows(BadRows bad, Function<String, T> function) {
    List<T> values = new ArrayList<>();
    forEachLine(
        (number, begin, length, line) -> {
          if (!line.isBlank()) {
            bad.addTo(values, path, number, () -> function.apply(line));
          }
        });
    return values;
  }

  /** All lines of a file whose line n belongs to line n of another, which has so many. */
  public List<String> linesBeside(Path other, int count) {
    List<String> lines = lines();
    if (lines.size() != count) {
      throw new IllegalArgumentException(
          "%s has %d lines but %s has %d; line n of one must belong to line n of the other"
              .formatted(other, count, path, lines.size()));
    }
    return lines;
  }

  /** The text of a stretch that {@link #forEachLine} has checked. */
  String text(long begin, int length) {
    try {
      return decode(begin, length);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(
          ("%s was changed while it was in use: bytes %d to %d are no UTF-8 text any more;"
                  + " load it again")
              .formatted(path, begin, begin + length),
          e);
    }
  }

  /** The whole text without a byte order mark; for formats that are parsed in one go. */
  String text() {
    if (size > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "%s has %d bytes, more than the 1 GiB that a file of this format may have; part it"
              .formatted(path, size));
    }
    forEachLine((number, begin, length, line) -> {}); // names the line that is not UTF-8
    int begin = startsWithByteOrderMark() ? BYTE_ORDER_MARK : 0;
    return text(begin, (int) size - begin);
  }

  private void showLine(LineReader reader, long number, long begin, long end) {
    boolean carriageReturn = end > begin && byteAt(end - 1) == '\r';
    long length = end - begin - (carriageReturn ? 1 : 0);
    if (length > Integer.MAX_VALUE / 2) {
      throw Refusal.of(path, number, "the line has %d bytes; part it".formatted(length));
    }
    String text;
    try {
      text = decode(begin, (int) length);
    } catch (CharacterCodingException e) {
      throw Refusal.of(
          path,
          number,
          "the line is not UTF-8 (%s); save the file as UTF-8".formatted(e.getMessage()));
    }
    if (text.indexOf('\0') >= 0) {
      throw Refusal.of(path, number, "the line holds a NUL character; save the file as UTF-8 text");
    }
    reader.read(number, begin, (int) length, text);
  }

  private String decode(long begin, int length) throws CharacterCodingException {
    byte[] bytes = new byte[length];
    read(begin, bytes, length);
    // The fast way replaces what is malformed by U+FFFD; only then does the strict way have to
    // decide.
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private boolean startsWithByteOrderMark() {
    return size >= BYTE_ORDER_MARK
        && byteAt(0) == (byte) 0xEF
        && byteAt(1) == (byte) 0xBB
        && byteAt(2) == (byte) 0xBF;
  }

  private byte byteAt(long position) {
    return maps[(int) (position / segment)].get((int) (position % segment));
  }

  private void read(long begin, byte[] into, int length) {
    for (int done = 0; done < length; ) {
      MappedByteBuffer map = maps[(int) ((begin + done) / segment)];
      int from = (int) ((begin + done) % segment);
      int count = Math.min(length - done, map.limit() - from);
      map.get(from, into, done, count);
      done += count;
    }
  }
}
