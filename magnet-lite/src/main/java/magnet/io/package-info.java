/**
 * The ground floor: files, and text that is read and shown with care.
 *
 * <p>It knows nothing else of ours; what belongs to a format, a model or a task lives above.
 */
package magnet.io;
