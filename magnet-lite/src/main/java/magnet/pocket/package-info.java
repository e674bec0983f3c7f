/**
 * The world of pocket: made-up people, animals, things and what happens to them, told in English.
 *
 * <p>Stories, tags, paraphrases, graded pairs, topics and questions are made on demand from the
 * tables and frames in the resources {@code magnet/pocket}, so that their truth is known by
 * construction. It uses {@code magnet.data} alone: no tensors, no tokens, no model.
 */
package magnet.pocket;
