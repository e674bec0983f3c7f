/**
 * Tables, charts and progress: how numbers come to look good in a notebook cell.
 *
 * <p>Here lives the only code that draws. It takes plain values and arrays, and knows neither a
 * tensor nor a model nor a corpus. What a number means is said by the package that made it.
 */
package magnet.view;
