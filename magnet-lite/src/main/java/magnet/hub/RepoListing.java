package magnet.hub;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a repository at a commit.
 *
 * @param commit 40 hexadecimal digits
 * @param files by path; empty where the server names a file and says neither size nor hash
 */
record RepoListing(String commit, TreeMap<String, Optional<RemoteFile>> files) {

  /** The paths in order. */
  List<String> paths() {
    return List.copyOf(files.keySet());
  }
}
