package magnet.recipe;

import java.io.Serializable;
import java.util.List;

/**
 * How a recipe is run.
 *
 * @param onlyMissing whether what was measured before is kept
 * @param retrain whether everything is trained anew, though it was trained before
 * @param skipBadRows whether rows that do not fit their format are left out and counted; else the
 *     first of them ends the run
 * @param only the candidates that are trained and measured now; empty for all
 * @param arguments the command line, for the record
 */
public record RunOptions(
    boolean onlyMissing,
    boolean retrain,
    boolean skipBadRows,
    List<String> only,
    List<String> arguments)
    implements Serializable {}
