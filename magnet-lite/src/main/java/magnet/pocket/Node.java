package magnet.pocket;

import java.util.List;
import magnet.pocket.grammar.Token;

/** A piece of a frame. */
sealed interface Node {

  /**
   * A literal word or punctuation mark.
   *
   * @param text the word, or one of the parts that the Penn Treebank divides it into: {@code
   *     could}, {@code n't}
   * @param tag its part of speech where the frame gives it, else empty
   * @param entity {@code PER}, {@code LOC}, {@code ORG} or {@code MISC} where it belongs to a name,
   *     else empty
   */
  record Word(String text, String tag, String entity) implements Node {

    Token token() {
      return new Token(text, tag, entity);
    }
  }

  /**
   * A place for what fills a role.
   *
   * @param role the role, such as {@code who}
   * @param form how it is put, such as {@code obj} or {@code ed}; empty for the plain form
   * @param introduces whether a person may be introduced here at length
   */
  record Slot(String role, String form, boolean introduces) implements Node {

    /** The pronoun of a man that may stand here; empty where only a name may. */
    String pronoun() {
      return switch (form) {
        case "" -> "he";
        case "obj" -> "him";
        case "poss" -> "his";
        case "name" -> "";
        default -> form;
      };
    }
  }

  /** One of several continuations, each a row of nodes, of which one may be empty. */
  record Choice(List<List<Node>> options) implements Node {}
}
