package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import magnet.Shared;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetokeniserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a guest @-@ starring role , in 2000 . | a guest-starring role, in 2000.",
        "3 @,@ 000 men or 6 @.@ 5 % of them | 3,000 men or 6.5% of them",
        "only \" lobster red \" , then \" blue \" . | only \"lobster red\", then \"blue\".",
        "( 24 in ) and [ sic ] | (24 in) and [sic]",
        "Teddy 's Story didn 't , they 've | Teddy's Story didn't, they've",
        "the Knights ' coach | the Knights' coach",
        "Linnaeus ' concept | Linnaeus' concept",
        "it is called the ' old kirk ' by | it is called the 'old kirk' by",
        "is ' deep sea ' , he | is 'deep sea', he",
        "the 1960s and ' 70s , most | the 1960s and '70s, most",
        "Denis O 'Neill and the <unk> 's poem | Denis O'Neill and the <unk>'s poem",
        "80 – 85 millimetres | 80–85 millimetres",
        "it was – he said – late | it was – he said – late",
        "gold — or so — was at 9 : 30 : late | gold—or so—was at 9:30: late",
        "US $ 5 , £ 3 , $ 2 and # 1 | US$5, £3, $2 and #1",
        "60 km / h at 25 ° C or 45 ° N | 60 km/h at 25 °C or 45° N",
        "below − 5 but 7 − 5 | below −5 but 7 − 5",
        "' Tis \" 'Tis \" done ... | 'Tis \"'Tis\" done...",
        "the M ‑ 121  and the  M ‑ 54 | the M‑121 and the M‑54",
        "R & B by H. americanus | R & B by H. americanus"
      })
  void tokensBecomeOrdinaryText(String tokens, String ordinary) {
    assertEquals(ordinary, Detokeniser.ordinary(tokens));
  }

  @Property(tries = 500)
  void nothingButSpacesAndAtSignsIsDropped(@ForAll("lines") String line) {
    String letters = line.replaceAll("@([-,.])@", "$1").replace(" ", "");
    assertEquals(letters, Detokeniser.ordinary(line).replace(" ", ""));
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of(
            "word", "words", "is", "5", "'", "\"", "'s", ",", ".", ":", "–", "—", "°", "C", "−",
            "$", "US", "(", ")", "@-@", "@,@", "<unk>", "/", "%", "…")
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(tokens -> " " + String.join(" ", tokens) + " ");
  }

  @Test
  void aRealParagraphReadsAsPeopleWrite() {
    Documents test = WikiText.read(Shared.path("data/wikitext-103/wiki.test.tokens"));
    String begin =
        "Robert Boulter is an English film, television and theatre actor. He had a guest-starring"
            + " role on the television series The Bill in 2000.";
    assertEquals(begin, test.get(0).text().substring(0, begin.length()));
  }
}
