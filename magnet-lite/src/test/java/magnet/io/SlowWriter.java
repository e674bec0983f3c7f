package magnet.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A process that writes half of a file, says so, and goes on when it is told to. */
final class SlowWriter {

  private SlowWriter() {}

  /**
   * Writes.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) {
    AtomicFile.write(
        Path.of(arguments[0]),
        channel -> {
          AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[] {1}));
          System.out.println("half");
          if (System.in.read() < 0) {
            throw new IOException("nobody told it to go on");
          }
          AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[] {2}));
        });
  }
}
