package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The class path of {@code -Pgpu} holds no PyTorch for the CPU, which DJL would take before any
 * other, and still the bridge to it.
 */
class GpuProfileTest {

  private static final XPath PATHS = XPathFactory.newInstance().newXPath();

  private static Document pom(String file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of(file).toFile());
  }

  private static List<Element> elements(Object in, String path) throws Exception {
    NodeList found = (NodeList) PATHS.evaluate(path, in, XPathConstants.NODESET);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** Properties as Maven has them where these profiles are active: later ones win. */
  private static Map<String, String> properties(List<String> active) throws Exception {
    Document parent = pom("../pom.xml");
    Map<String, String> properties = new LinkedHashMap<>();
    List<Element> all = elements(parent, "/project/properties/*");
    for (Element profile : elements(parent, "/project/profiles/profile")) {
      if (active.contains(PATHS.evaluate("id", profile))) {
        all.addAll(elements(profile, "properties/*"));
      }
    }
    all.forEach(each -> properties.put(each.getTagName(), each.getTextContent().strip()));
    return properties;
  }

  /** Type and classifier of PyTorch's library for the CPU on a platform. */
  private static List<String> library(String... active) throws Exception {
    Element library =
        elements(
                pom("pom.xml"), "/project/dependencies/dependency[artifactId='pytorch-native-cpu']")
            .get(0);
    Map<String, String> properties = properties(List.of(active));
    List<String> told = new ArrayList<>();
    for (String name : List.of("type", "classifier")) {
      String value = PATHS.evaluate(name, library);
      told.add(properties.getOrDefault(value.replaceAll("^\\$\\{(.*)}$", "$1"), value));
    }
    return told;
  }

  @Test
  void aPomStandsInThePlaceOfTheLibraryOnEveryPlatform() throws Exception {
    assertEquals(List.of("jar", "linux-x86_64"), library());
    List<String> platforms =
        elements(pom("../pom.xml"), "/project/profiles/profile/id").stream()
            .map(Element::getTextContent)
            .filter(id -> id.startsWith("natives-"))
            .toList();
    assertFalse(platforms.isEmpty());
    for (String platform : platforms) {
      assertEquals(List.of("jar", platform.substring("natives-".length())), library(platform));
      assertEquals(List.of("pom", ""), library(platform, "gpu"), platform);
    }
    assertEquals(List.of("pom", ""), library("gpu"));
  }

  @Test
  void theBridgeStays() throws Exception {
    Element bridge =
        elements(pom("pom.xml"), "/project/dependencies/dependency[artifactId='pytorch-jni']")
            .get(0);
    assertEquals("", PATHS.evaluate("type", bridge));
    for (String profile : List.of("", "gpu")) {
      Map<String, String> properties = properties(List.of(profile));
      assertEquals(
          properties.get("pytorch.version") + "-" + properties.get("djl.version"),
          properties.get("pytorch.jni.version"));
    }
  }
}
