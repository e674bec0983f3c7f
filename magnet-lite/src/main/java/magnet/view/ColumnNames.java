package magnet.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names for the columns of one table. Tablesaw takes "ours" and "Ours" for the same column and
 * refuses the second, so names from elsewhere (candidates, labels, metrics) are made distinct
 * first.
 */
public final class ColumnNames {

  private ColumnNames() {}

  /**
   * The names, each with a number after it if an earlier one differs in case alone: {@code "ours"},
   * {@code "Ours (2)"}.
   *
   * @param own names of columns that the table has anyway; they stay as they are
   * @param wanted names that are to be beside them
   * @return a name for each that is wanted, in their order
   */
  public static List<String> beside(List<String> own, List<String> wanted) {
    Set<String> taken = new HashSet<>();
    own.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    List<String> names = new ArrayList<>();
    for (String name : wanted) {
      String distinct = name;
      for (int number = 2; !taken.add(distinct.toLowerCase(Locale.ROOT)); number++) {
        distinct = name + " (" + number + ")";
      }
      names.add(distinct);
    }
    return names;
  }
}
