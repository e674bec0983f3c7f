package magnet.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnreadableTest {

  @Test
  void whatTheSystemDoesNotSayIsSaid() {
    assertEquals(
        "a.txt was not read to its end, as this thread was interrupted; read it again.",
        said(new ClosedByInterruptException()));
    assertEquals(
        "a.txt cannot be read: there is no such file (looked for it from "
            + Path.of("").toAbsolutePath()
            + "); check the file and its disk.",
        said(new NoSuchFileException("a.txt")));
    assertEquals(
        "a.txt cannot be read: IOException; check the file and its disk.", said(new IOException()));
    assertEquals(
        "a.txt cannot be read: broken; check the file and its disk.",
        said(new IOException("broken")));
  }

  private static String said(IOException cause) {
    return Unreadable.of(Path.of("a.txt"), cause).getMessage();
  }
}
