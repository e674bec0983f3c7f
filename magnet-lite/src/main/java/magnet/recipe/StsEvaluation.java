package magnet.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.data.BadRows;
import magnet.data.ScoredPair;
import magnet.data.SemEvalSts;
import magnet.data.Sick;
import magnet.data.StsBenchmark;
import magnet.eval.Sts;

/** {@code task: sts}: how similar sentences are. */
final class StsEvaluation implements Evaluation {

  /** Reads pairs of a file or folder. */
  private interface Reader {
    List<ScoredPair> read(Path path, BadRows bad);
  }

  private static final Map<String, Reader> READERS =
      Map.of("semeval", SemEvalSts::read, "sick", Sick::read, "sts-benchmark", StsBenchmark::read);

  @Override
  public Group group() {
    return Group.SENTENCES;
  }

  @Override
  public Opener read(String name, Section section, Optional<CorpusPlan> corpus) {
    Reader reader = section.neededChoice("data", READERS);
    Path path = section.neededPath("path", "the file or folder of the pairs");
    Optional<Integer> limit = section.whole("limit", 2);
    return bad -> {
      Sts task = new Sts(name, reader.read(path, bad));
      return limit.isPresent() ? task.limit(limit.get()) : task;
    };
  }
}
