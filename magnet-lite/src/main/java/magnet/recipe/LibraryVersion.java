package magnet.recipe;

import ai.djl.engine.Engine;
import picocli.CommandLine.IVersionProvider;

/** What this library and the libraries below it call their versions. */
public final class LibraryVersion implements IVersionProvider {

  private static final String UNKNOWN = "(development build)";

  @Override
  public String[] getVersion() {
    return new String[] {
      "magnet-lite " + own(),
      "DJL " + Engine.getDjlVersion(),
      "Java " + Runtime.version() + " on " + Environment.system()
    };
  }

  /** This library's version, as its jar tells it. */
  static String own() {
    String version = LibraryVersion.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }
}
