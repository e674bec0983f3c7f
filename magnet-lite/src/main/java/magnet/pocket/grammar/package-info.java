/**
 * The grammar of the pocket world's sentences: words, their parts of speech, phrases and spelling.
 *
 * <p>It knows words and the word lists in the resources, no story and no table. Internal: users
 * have {@code magnet.pocket.PocketWorld}.
 */
package magnet.pocket.grammar;
