/**
 * The ground floor: files and folders that change in one step, hashes, byte sizes, the class path,
 * and strict reading of JSON. It knows nothing of models, tensors or tables, and no room of ours;
 * every other room may use it.
 *
 * <p>Internal: other rooms use it, users do not.
 */
package magnet.io;
