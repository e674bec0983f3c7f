package magnet.pocket;

import java.util.List;
import java.util.Set;
import magnet.data.benchmark.TaggedSentence;
import magnet.pocket.grammar.Chunker;
import magnet.pocket.grammar.Lexicon;
import magnet.pocket.grammar.Spelling;
import magnet.pocket.grammar.Tagger;
import magnet.pocket.grammar.Token;

/**
 * A sentence that was told by a frame of an event.
 *
 * @param roles the roles that its frame puts into words
 * @param mentioned these and the roles that their phrases name in turn, such as the town of a place
 */
record Telling(
    Event event, int frame, Set<String> roles, Set<String> mentioned, List<Token> tokens) {

  String text() {
    return Spelling.text(tokens);
  }

  /** Its words with their parts of speech, phrases and names, the last two as IOB1. */
  TaggedSentence tagged() {
    Lexicon lexicon = World.INSTANCE.lexicon();
    List<String> tags = Tagger.tag(lexicon, tokens);
    return new TaggedSentence(
        tokens.stream().map(Token::text).toList(),
        tags,
        Chunker.chunk(lexicon, tokens, tags),
        // Two names of a kind never touch in this world, so that no name needs a B-.
        tokens.stream().map(t -> t.entity().isEmpty() ? "O" : "I-" + t.entity()).toList());
  }
}
