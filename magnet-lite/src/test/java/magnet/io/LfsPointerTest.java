package magnet.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class LfsPointerTest {

  /** What git leaves in place of a file. */
  public static final String POINTER =
      """
      version https://git-lfs.github.com/spec/v1
      oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
      size 90868376
      """;

  @TempDir Path folder;

  @Test
  void aPointerIsRefusedWithTheWayToItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.safetensors"), POINTER);
    assertEquals(
        file
            + " is a Git LFS pointer, expected the file that it stands for; run git lfs pull in its"
            + " folder, or download the file.",
        assertThrows(IllegalArgumentException.class, () -> LfsPointer.refuse(file)).getMessage());
  }

  @Test
  void aTextAboutPointersIsNone() throws IOException {
    LfsPointer.refuse(Files.writeString(folder.resolve("short"), "A " + POINTER));
    LfsPointer.refuse(Files.writeString(folder.resolve("long"), POINTER + "text ".repeat(300)));
    LfsPointer.refuse(Files.createFile(folder.resolve("empty")));
  }
}
