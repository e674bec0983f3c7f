/**
 * Measuring: one file for each task, the metrics, and the candidates that are measured.
 *
 * <p>A {@link magnet.eval.Task} asks a {@link magnet.eval.Candidate} for what it needs through the
 * small interfaces of {@code magnet.infer}, and gives scores. A baseline is one more candidate,
 * never a branch in a task. What reads data sets lives in {@code magnet.data}; what trains,
 * elsewhere.
 */
package magnet.eval;
