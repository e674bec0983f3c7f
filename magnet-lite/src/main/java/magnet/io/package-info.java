/**
 * The ground floor: files and folders that change in one step, hashes, and what else stands between
 * this library and a disk.
 *
 * <p>It is internal and knows nobody of ours: no model, no data set, no tensor. A class is here
 * because packages that may not know each other need the same thing.
 */
package magnet.io;
