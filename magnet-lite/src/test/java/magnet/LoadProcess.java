package magnet;

/** A process of its own, with an environment of its own, that loads models by their names. */
final class LoadProcess {

  private LoadProcess() {}

  public static void main(String[] names) {
    Loading how = Loading.auto().precision("float32").device("cpu");
    for (String name : names) {
      try (Magnet model = Magnet.load(name, how)) {
        System.out.println(model);
        System.out.println(model.embed("the cat").vectors()[0][0]);
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }
}
