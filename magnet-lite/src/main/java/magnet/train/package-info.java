/**
 * Training: what an objective is, the views of a text, the loop and its checkpoints.
 *
 * <p>Here lives all that turns losses into steps of an optimiser. It knows objectives by {@link
 * magnet.train.TrainingObjective} alone; the paper's three are {@code magnet.Mntp}, {@code Sscl}
 * and {@code Msg}, and a user's own goes the same way. It may use inference, the model and the
 * corpora, and knows neither the façade nor the notebook. What is needed to run a trained model
 * does not belong here.
 */
package magnet.train;
