package magnet.eval;

/** Judges a filled blank where the truth is known. */
@FunctionalInterface
public interface FillingJudge {

  /**
   * Judges one filling, for example by the share of the facts in it that are right.
   *
   * @param item which blank, counted from 0 in the list that the task was made with
   * @param filled what a model put there, without white space around it; may be empty
   * @return the share of what has to be right that is right, from 0 to 1
   */
  double rightRoles(int item, String filled);
}
