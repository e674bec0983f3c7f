package magnet.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import magnet.view.CellOutput;
import magnet.view.progress.CellScreen;

/**
 * The Jupyter kernel of this process, called by reflection: JJava, or its ancestor IJava, whose
 * classes have the same names in another package. So neither is needed on the class path.
 */
final class JupyterKernel {

  private static final Logger LOG = Logger.getLogger(JupyterKernel.class.getName());
  private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

  private final Object kernel;
  private final String display;

  /** A running {@code BaseKernel} of JJava or IJava. */
  JupyterKernel(Object kernel) {
    this.kernel = kernel;
    this.display = call(kernel, "getRenderer").getClass().getPackageName();
  }

  /** The running IJava; nothing in other processes. */
  static Optional<JupyterKernel> ijava() {
    try {
      Class<?> type = Class.forName(IJAVA, true, Thread.currentThread().getContextClassLoader());
      return Optional.ofNullable(type.getMethod("getKernelInstance").invoke(null))
          .map(JupyterKernel::new);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw unknown(IJAVA, e);
    }
  }

  /** Has the kernel show values of a type. */
  <T> void register(ResultView<T> view) {
    Object registration =
        call(call(kernel, "getRenderer"), "createRegistration", Class.class, view.type());
    String[] types = {CellOutput.HTML, CellOutput.PNG};
    call(registration, "preferring", String[].class, types);
    Class<?> function = type(display + ".RenderFunction");
    Object shows =
        Proxy.newProxyInstance(
            function.getClassLoader(),
            new Class<?>[] {function},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return own(view, proxy, method, arguments);
              }
              view.shown(arguments[0])
                  .ifPresent(output -> put(call(arguments[1], "getOutputContainer"), output));
              return null;
            });
    call(registration, "register", function, shows);
  }

  /** What every object can do, for the proxy of a view. */
  private static Object own(Object view, Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "shows " + view;
    };
  }

  /** A place in the cell that runs; nothing where none does. */
  Optional<CellScreen> screen() {
    Object io = call(kernel, "getIO");
    Object stream = known("display", () -> io.getClass().getField("display").get(io));
    return (boolean) call(stream, "isAttached")
        ? Optional.of(new Screen(stream))
        : Optional.empty();
  }

  /** A look into the kernel's classes, which may be other ones than are known. */
  @FunctionalInterface
  private interface Reflection<T> {

    T found() throws ReflectiveOperationException;
  }

  private final class Screen implements CellScreen {

    private final Object stream;
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    private Screen(Object stream) {
      this.stream = lasting(stream);
    }

    @Override
    public void show(CellOutput output, String text) {
      // An old kernel's sockets break when an interrupted thread writes to them.
      boolean interrupted = Thread.interrupted();
      try {
        Object data = made(type(display + ".DisplayData"));
        call(data, "putText", String.class, text);
        put(data, output);
        call(data, "setDisplayId", String.class, id);
        call(stream, shown ? "updateDisplay" : "display", data.getClass(), data);
        shown = true;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /**
   * A stream to the same cell that outlives it. A kernel takes its own away when a cell is
   * interrupted, but a training then still finishes its step and says how it ended.
   */
  private static Object lasting(Object stream) {
    try {
      Field cell = stream.getClass().getDeclaredField("env");
      cell.setAccessible(true);
      Method attach = stream.getClass().getDeclaredMethod("setEnv", cell.getType());
      attach.setAccessible(true);
      Object lasting = made(stream.getClass());
      attach.invoke(lasting, cell.get(stream));
      return lasting;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.FINE, "an interrupted training will not show its last state", e);
      return stream;
    }
  }

  private static void put(Object data, CellOutput output) {
    Class<?>[] types = {String.class, Object.class};
    call(data, "putData", types, output.mimeType(), output.data());
    if (!output.size().isEmpty()) {
      call(data, "putMetaData", types, output.mimeType(), output.size());
    }
  }

  private Class<?> type(String name) {
    return known(name, () -> Class.forName(name, true, kernel.getClass().getClassLoader()));
  }

  private static Object made(Class<?> type) {
    return known(type.getName(), () -> type.getConstructor().newInstance());
  }

  private static Object call(Object target, String method) {
    return call(target, method, new Class<?>[0]);
  }

  private static Object call(Object target, String method, Class<?> type, Object argument) {
    return call(target, method, new Class<?>[] {type}, argument);
  }

  private static Object call(Object target, String name, Class<?>[] types, Object... arguments) {
    Class<?> type = target.getClass();
    return known(
        type.getName() + "." + name, () -> type.getMethod(name, types).invoke(target, arguments));
  }

  /** What reflection gives; an exception that the kernel itself throws stays as it is. */
  private static <T> T known(String name, Reflection<T> reflection) {
    try {
      return reflection.found();
    } catch (ReflectiveOperationException e) {
      if (e instanceof InvocationTargetException && e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw unknown(name, e);
    }
  }

  private static IllegalStateException unknown(String name, ReflectiveOperationException cause) {
    return new IllegalStateException(
        "This notebook kernel is not as JJava 1.0 or IJava 1.3 is (%s: %s); use one of these."
            .formatted(name, cause.getCause() == null ? cause : cause.getCause()),
        cause);
  }
}
