///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.magnetlite:magnet-lite:0.1.0-SNAPSHOT
//DEPS org.slf4j:slf4j-simple:2.0.17
//REPOS mavenCentral,mavenLocal

import magnet.Adapter;
import magnet.Magnet;

/** The shortest script: jbang notebooks/hello.java "Tom lost his ___. He looked under the bed." */
public class hello {

  public static void main(String[] texts) {
    try (Magnet base = Magnet.load("pocket");
        Magnet model = base.with(Adapter.pocket())) {
      for (String text : texts) {
        System.out.println(model.infill(text).best());
      }
    }
  }
}
