package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

  private static List<String> split(String text) {
    return Sentences.of(text).stream().map(range -> range.of(text)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tom ran. | He fell.",
        "\"Has anyone seen my key?\" asked Tom. | He looked.",
        "\"You did it!\" Mom cheered. | (So it was.) | Fine.",
        "Tom said, \"I lost it.\" | Then he cried.",
        "\"Stop!\" she cried. | \"Wait.\" | \"No.\"",
        "Mr. Lee met J. K. Rowling at No. 5 on Elm St. George.",
        "The U.S. Army came. | It left the U.S. | He stayed.",
        "She said no. | Then 5 came.",
        "It was I. | Then Tom came.",
        "He is a sales rep. | Rep. Lee is not.",
        "What?! | Really... yes. | He paid $3.50 at 5 p.m. today.",
        "One line | Two words. | Last",
        "He was 5.5 feet tall! | Wow.",
        "Pres. Adler met Supt. Brown and Mlle. Petit. | They sat."
      })
  void proseIsSplitWhereSentencesEnd(String marked) {
    List<String> expected = Arrays.asList(marked.split(" \\| "));
    String separator = marked.startsWith("One line") ? "\n\n" : " ";
    assertEquals(expected, split(String.join(separator, expected)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          He ran.                  | true
          "Did he?"                | true
          He said so…         | true
          He left the U.S.         | true
          It was I.                | true
          He paid 5.               | true
          He saw Mr.               | false
          "Come here, Dr.          | false
          They stood at the (Mt.   | false
          A letter from J.         | false
          A letter from J. K.      | false
          He ran                   | false
          He ran,                  | false
          """)
  void aSentenceMayEndAfterAMarkButNotAfterAnAbbreviation(String text, boolean end) {
    assertEquals(end, Sentences.mayEnd(text + " "));
  }

  @Test
  void nothingIsNoEnd() {
    assertFalse(Sentences.mayEnd(""));
    assertFalse(Sentences.mayEnd(" \n"));
  }

  @Property(tries = 500)
  void sentencesLieInsideInOrderAndHoldAllThatIsNotSpace(@ForAll("prose") String text) {
    int free = 0;
    StringBuilder held = new StringBuilder();
    for (TextRange sentence : Sentences.of(text)) {
      assertTrue(sentence.begin() >= free && sentence.end() <= text.length());
      assertEquals(sentence.of(text).strip(), sentence.of(text));
      assertTrue(sentence.length() > 0);
      held.append(sentence.of(text));
      free = sentence.end();
    }
    assertEquals(text.replaceAll("\\s", ""), held.toString().replaceAll("\\s", ""));
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.of(
            "Tom", "ran", ".", "!", "?", "\"", " ", "\n", "\n\n", "Mr.", "U.S.", "said", ")", "'",
            "é", "😀", "5", "I.")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }
}
