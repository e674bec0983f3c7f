package magnet.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.data.Arc;
import magnet.data.BadRows;
import magnet.data.ChoiceQuestion;
import magnet.data.HellaSwag;
import magnet.data.Mmlu;
import magnet.eval.MultipleChoice;

/** {@code task: multiple-choice}: which answer is likeliest. */
final class ChoiceEvaluation implements Evaluation {

  private static final int USUAL_SHOTS = 5;

  /** Reads questions of a file or folder. */
  private interface Reader {
    List<ChoiceQuestion> read(Path path, int shots, BadRows bad);
  }

  private static final Map<String, Reader> READERS =
      Map.of(
          "arc", (path, shots, bad) -> Arc.read(path, bad),
          "hellaswag", (path, shots, bad) -> HellaSwag.read(path, bad),
          "mmlu", Mmlu::read);

  @Override
  public Group group() {
    return Group.KNOWLEDGE;
  }

  @Override
  public Opener read(String name, Section section, Optional<CorpusPlan> corpus) {
    Reader reader = section.neededChoice("data", READERS);
    boolean hasShots = section.text("data").orElseThrow().equals("mmlu");
    int shots = hasShots ? section.whole("shots", 0).orElse(USUAL_SHOTS) : 0;
    Path path = section.neededPath("path", "the file or folder of the questions");
    Optional<Integer> limit = section.whole("limit", 1);
    Optional<Integer> words = section.whole("words", 1);
    return bad -> {
      MultipleChoice task = new MultipleChoice(name, reader.read(path, shots, bad));
      task = limit.isPresent() ? task.limit(limit.get()) : task;
      return words.isPresent() ? task.words(words.get()) : task;
    };
  }
}
