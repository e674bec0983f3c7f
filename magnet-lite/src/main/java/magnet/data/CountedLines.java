package magnet.data;

import java.io.Reader;

/** Reads a text line by line and knows which line its reader has reached. */
final class CountedLines extends Reader {

  private final String text;
  private int at;
  private long line;

  CountedLines(String text) {
    this.text = text;
  }

  /** The line that was read last, counted from 1; 0 before the first. */
  long line() {
    return line;
  }

  @Override
  public int read(char[] into, int offset, int length) {
    if (at == text.length()) {
      return -1;
    }
    if (at == 0 || text.charAt(at - 1) == '\n') {
      line++;
    }
    int lineEnd = text.indexOf('\n', at);
    int count = Math.min(length, (lineEnd < 0 ? text.length() : lineEnd + 1) - at);
    text.getChars(at, at + count, into, offset);
    at += count;
    return count;
  }

  @Override
  public void close() {
    at = text.length();
  }
}
