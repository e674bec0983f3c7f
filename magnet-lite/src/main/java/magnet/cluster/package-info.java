/**
 * Adapting with several workers (DiLoCo: Douillard et al. 2023): who they are, what they do alone,
 * and what they agree on when they meet.
 *
 * <p>A {@link magnet.cluster.Cluster} is what an adaptation is given by {@code across(...)}. Where
 * its workers are is a {@link magnet.cluster.Workplace}: this process, or machines that an engine
 * such as Spark lends; all that goes to a worker and comes back is a serialisable value of this
 * room. No engine is known here, and neither is the façade.
 */
package magnet.cluster;
