/**
 * Training: the views of a text, one objective a file, the loop and its checkpoints.
 *
 * <p>Here live the three objectives of MAGNET and all that turns their losses into steps of an
 * optimizer. It may use inference, the model and the corpora, and knows neither the façade's
 * options nor the notebook. What is needed to run a trained model does not belong here.
 */
package magnet.train;
