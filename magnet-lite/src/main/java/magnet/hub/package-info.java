/**
 * The Hugging Face Hub: repositories of models and data sets, fetched into the cache that Python's
 * huggingface_hub keeps, so that either finds what the other has downloaded.
 *
 * <p>Plain Java lives here: HTTP, files, locks. It knows which files a model needs by their names,
 * and nothing of what is in them.
 *
 * <p>Internal: users have {@code magnet.Hub}.
 */
package magnet.hub;
