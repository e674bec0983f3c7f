/**
 * Recipes: a plan of models, trainings and evaluations, and what runs it.
 *
 * <p>A recipe is read by {@code magnet.recipe.settings} and written up by {@code
 * magnet.recipe.report}; here it is planned, estimated and run, and what is done already is found
 * again. It speaks to the façade as a user would.
 */
package magnet.recipe;
