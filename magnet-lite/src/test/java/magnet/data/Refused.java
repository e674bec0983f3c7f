package magnet.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What every reader's refusal is held to: the message says what is wrong. */
public final class Refused {

  private Refused() {}

  /** The call throws an IllegalArgumentException whose message has the part. */
  public static void assertRefused(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
