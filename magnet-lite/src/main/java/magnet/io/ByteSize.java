package magnet.io;

import java.util.Locale;

/** Sizes as people say them: 812 kB, 2.2 GB; in powers of 1,000, as disks are sold. */
public final class ByteSize {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private ByteSize() {}

  /** A size in words. */
  public static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }
}
