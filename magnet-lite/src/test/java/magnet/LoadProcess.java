package magnet;

/** A process of its own, with an environment of its own, that loads a model by its name. */
final class LoadProcess {

  private LoadProcess() {}

  public static void main(String[] names) {
    try (Magnet model = Magnet.load(names[0], Loading.auto().precision("float32").device("cpu"))) {
      System.out.println(model);
      System.out.println(model.embed("the cat").vectors()[0][0]);
    } catch (RuntimeException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
