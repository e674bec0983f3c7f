package magnet.data.pocket;

import java.util.List;

/**
 * Something that happens, and the ways to tell it.
 *
 * @param name its type, such as {@code lost.search}
 * @param frames the ways to tell it, each of which may leave choices open
 */
record Event(String name, List<List<Node>> frames) {}
