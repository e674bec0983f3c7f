/**
 * Reads a recipe: YAML to checked values, one kind of setting a file. A mistake is refused with
 * file, line, value and what was expected. Nothing here runs.
 *
 * <p>Internal: users write recipes.
 */
package magnet.recipe.settings;
