package magnet.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [ ] ",
        "\"\"",
        "-0.5e+3",
        "0",
        "true",
        "null",
        "{\"a\":[1,{\"b\":\"\\ud83d\\ude00\\n\\\"\"}],\"c\":false}",
        "\ufeff{}",
        "\"\ud83d\ude00\""
      })
  void jsonIsTaken(String json) {
    StrictJson.check(json);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{,malformed",
        "{\"a\":1} x,something follows",
        "[1 2],malformed",
        "[01],malformed",
        "[1.],malformed",
        "[+1],malformed",
        "TRUE,malformed",
        "{a:1},double quotes",
        "['a'],malformed",
        "[1e999],beyond a double",
        "[Infinity],which Python writes",
        "[-Infinity],which Python writes",
        "[NaN],which Python writes",
        "\"\\ud83d\",half a character",
        "\"\\ude00\",half a character",
        "\"\\ud83dx\",half a character",
        "\"\\x\",unknown escape",
        "\"\\u12g4\",hexadecimal",
        "\"a,End of input",
        "[\"a\",End of input",
      })
  void whatIsNotIsRefused(String json, String reason) {
    if (reason == null) {
      reason = "malformed";
    }
    StrictJson.Fault fault =
        assertThrows(StrictJson.Fault.class, () -> StrictJson.check(json), json);
    boolean ended = fault.getMessage().contains("End of input");
    assertTrue(
        fault.getMessage().contains(reason) || (json.equals("{") && ended), fault::getMessage);
  }

  @Test
  void controlCharactersAndDepthAreRefusedWithTheirLine() {
    StrictJson.Fault raw =
        assertThrows(StrictJson.Fault.class, () -> StrictJson.check("[1,\n\n\"a\tb\"]"));
    assertEquals(3, raw.line());
    assertTrue(raw.getMessage().contains("raw control character"), raw::getMessage);
    StrictJson.check("[".repeat(100) + "]".repeat(100));
    String deep = "[".repeat(101) + "]".repeat(101);
    assertThrows(StrictJson.Fault.class, () -> StrictJson.check(deep));
    assertThrows(StrictJson.Fault.class, () -> StrictJson.check("9".repeat(401)));
  }

  @Test
  void aQuotedTextIsShortAndPrintable() {
    assertEquals(
        "a\\nb\\t\\u0000\\u001b[31m\\u202e\\ud83d", Quoted.value("a\nb\t\0\u001b[31m\u202e\ud83d"));
    assertEquals("x".repeat(80) + "…", Quoted.value("x".repeat(81)));
    assertEquals("x".repeat(79) + "…", Quoted.value("x".repeat(79) + "\ud83d\ude00y"));
    assertEquals("k\u00fcche \ud83d\ude00", Quoted.value("k\u00fcche \ud83d\ude00"));
    String sentence = Quoted.sentence("file.json" + "\0".repeat(100_000) + "remedy.");
    assertTrue(sentence.length() <= 800, sentence);
    assertTrue(sentence.startsWith("file.json\\u0000") && sentence.endsWith("remedy."), sentence);
  }
}
