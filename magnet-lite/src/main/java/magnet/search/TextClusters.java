package magnet.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.eval.metric.KMeans;
import magnet.eval.metric.Similarities;
import magnet.eval.metric.VMeasure;
import magnet.view.ColumnNames;
import magnet.view.Shortened;
import magnet.view.ShownTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Texts in groups, each named by the text nearest its centre.
 *
 * @param texts the texts
 * @param clusters the group of each text, from 0; group 0 is the largest
 * @param nearest for each group the indices of its texts, nearest its centre first
 */
public record TextClusters(List<String> texts, int[] clusters, List<List<Integer>> nearest) {

  private static final int NAME = 40;
  private static final int EXAMPLES = 3;

  /** Copies the lists. */
  public TextClusters {
    texts = List.copyOf(texts);
    nearest = nearest.stream().map(List::copyOf).toList();
  }

  /**
   * Groups texts by k-means; empty groups are left out.
   *
   * @param texts one for each vector
   * @param vectors {@code [texts][dimensions]}, none all zeros; only their angles matter
   * @param k how many groups, from 1 to the number of texts
   * @param seed the seed of the first centres
   * @throws IllegalArgumentException if there are fewer texts than groups
   */
  public static TextClusters of(List<String> texts, float[][] vectors, int k, long seed) {
    float[][] unit = Similarities.prefixes(vectors, vectors[0].length, true);
    int[] found;
    try (KMeans means = new KMeans(unit)) {
      found = means.cluster(k, seed);
    }
    List<List<Integer>> groups =
        IntStream.range(0, found.length)
            .boxed()
            .collect(Collectors.groupingBy(i -> found[i], TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .map(members -> nearestFirst(members, unit))
            .sorted(Comparator.comparing(members -> -members.size()))
            .toList();
    int[] clusters = new int[texts.size()];
    for (int group = 0; group < groups.size(); group++) {
      for (int member : groups.get(group)) {
        clusters[member] = group;
      }
    }
    return new TextClusters(texts, clusters, groups);
  }

  private static List<Integer> nearestFirst(List<Integer> members, float[][] unit) {
    double[] middle = new double[unit[0].length];
    for (int member : members) {
      for (int d = 0; d < middle.length; d++) {
        middle[d] += unit[member][d];
      }
    }
    return members.stream()
        .sorted(Comparator.comparingDouble(member -> -along(middle, unit[member])))
        .toList();
  }

  private static double along(double[] middle, float[] vector) {
    double sum = 0;
    for (int d = 0; d < middle.length; d++) {
      sum += middle[d] * vector[d];
    }
    return sum;
  }

  /** How many groups there are. */
  public int size() {
    return nearest.size();
  }

  /** The name of each group, the largest first; no two are equal. */
  public List<String> names() {
    List<String> names =
        nearest.stream().map(members -> Shortened.to(NAME, texts.get(members.get(0)))).toList();
    return ColumnNames.beside(List.of(), names);
  }

  /** The name of each text's group, in the order of the texts: what a map takes as labels. */
  public List<String> labels() {
    List<String> names = names();
    return Arrays.stream(clusters).mapToObj(names::get).toList();
  }

  /**
   * How well the groups agree with known classes.
   *
   * @param classes one for each text, in their order
   * @throws IllegalArgumentException if there are more or fewer
   */
  public VMeasure vMeasure(List<String> classes) {
    return VMeasure.of(classes, Arrays.stream(clusters).boxed().toList());
  }

  /** A row for each group: its name, its size and the texts nearest its centre. */
  public Table table() {
    return Table.create(
        "groups",
        StringColumn.create("group", names()),
        IntColumn.create("texts", nearest.stream().mapToInt(List::size).toArray()),
        StringColumn.create("nearest", nearest.stream().map(this::examples).toList()));
  }

  private String examples(List<Integer> members) {
    return members.stream().limit(EXAMPLES).map(texts::get).collect(Collectors.joining(" | "));
  }

  /**
   * A table of these texts, with the group of each added.
   *
   * @param table one row for each text, in their order; not changed
   * @return its columns, then {@code cluster} and {@code group}; a name that the table already has
   *     gets a number
   * @throws IllegalArgumentException if it has more or fewer rows than there are texts
   */
  public Table onto(Table table) {
    return TableJoin.onto(
        table,
        List.of(IntColumn.create("cluster", clusters), StringColumn.create("group", labels())));
  }

  @Override
  public String toString() {
    return ShownTable.of(table()).text();
  }
}
