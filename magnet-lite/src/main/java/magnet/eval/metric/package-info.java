/**
 * Metrics as their inventors defined them, equal to scipy's, scikit-learn's and seqeval's numbers:
 * correlations, V-measure, F1, k-means, a linear probe. They know numbers and labels, no model and
 * no task.
 */
package magnet.eval.metric;
