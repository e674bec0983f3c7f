package magnet.data;

import java.util.Locale;

/** What all corpora of this package share: they remember their fingerprint and print briefly. */
public abstract class DocumentSource implements Documents {

  private volatile String fingerprint;

  @Override
  public final String fingerprint() {
    if (fingerprint == null) {
      fingerprint = CorpusDigest.of(this); // at worst, two threads do the same work twice
    }
    return fingerprint;
  }

  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%s (%,d documents)", name(), size());
  }
}
