package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import magnet.data.benchmark.TaggedSentence;
import magnet.pocket.grammar.Chunker;
import magnet.pocket.grammar.Lexicon;
import magnet.pocket.grammar.Tagger;
import magnet.pocket.grammar.Token;

/** Told sentences with the tags of their words. */
final class SentenceTags {

  private SentenceTags() {}

  /** A sentence with its parts of speech, phrases and names, the last two as IOB1. */
  static TaggedSentence of(Lexicon lexicon, List<Token> tokens) {
    List<String> words = tokens.stream().map(Token::text).toList();
    List<String> tags = Tagger.tag(lexicon, tokens);
    return new TaggedSentence(words, tags, Chunker.chunk(tokens, tags), entities(tokens));
  }

  /** Two names of a kind never touch in this world, so that no name needs a {@code B-}. */
  private static List<String> entities(List<Token> tokens) {
    List<String> entities = new ArrayList<>();
    for (Token token : tokens) {
      entities.add(token.entity().isEmpty() ? "O" : "I-" + token.entity());
    }
    return List.copyOf(entities);
  }
}
