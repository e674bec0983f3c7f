/**
 * The façade: everything that a notebook names after {@code import magnet.*;}.
 *
 * <p>Here live {@code Magnet}, the staged builders, the options as values and the results that
 * carry the chain on. They may use every package below and nothing above ({@code magnet.recipe});
 * how a thing is computed is written below, not here.
 */
package magnet;
