package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import magnet.data.Documents;
import magnet.infer.Continuation;
import magnet.infer.Ending;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Every reference that a method of the façade takes is refused by its name where it is null. */
class NullArgumentsTest {

  @TempDir static Path folder;

  private static Magnet model;

  private static final Map<Class<?>, Object> SAMPLES = new HashMap<>();

  @BeforeAll
  static void samples() {
    model = Magnet.load(TinyCheckpoint.in(folder), Loading.auto().device("cpu"));
    Embeddings embeddings = model.embed("the cat", "a dog");
    Infills infills = model.infill("the ___.", Infilling.tokens(1));
    Stream.of(
            model,
            embeddings,
            infills,
            model.tokens("the cat"),
            model.generate("the", Generating.tokens(2)),
            Encoding.magnet(),
            Infilling.tokens(1),
            Generating.tokens(2),
            Sampling.greedy(),
            Loading.auto(),
            AttentionPattern.causal(2),
            "the ___.",
            folder,
            List.of("the cat", "a dog"),
            new String[] {"the cat", "a dog"},
            new int[] {1, 2},
            new float[][] {{1, 2}, {3, 4}},
            new boolean[] {true, false},
            Table.create("t"),
            Pooling.MEAN,
            Corpus.of(List.of("the cat", "a dog")),
            Documents.of(List.of("the cat", "a dog")),
            Adapter.pocket(),
            model.architecture(),
            model.tokens("the cat").all(),
            infills.candidates().get(0),
            new Continuation(new int[] {1}, "x", Ending.TOKEN_LIMIT))
        .forEach(each -> SAMPLES.put(each.getClass(), each));
    Consumer<String> nowhere = text -> {};
    SAMPLES.put(Consumer.class, nowhere);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void nullIsRefusedByName() throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (Class<?> type :
        List.of(
            Magnet.class,
            Hub.class,
            Embeddings.class,
            TokenEmbeddings.class,
            Infills.class,
            Generation.class,
            Encoding.class,
            Infilling.class,
            Generating.class,
            Sampling.class,
            Notices.class,
            Corpus.class,
            Loading.class,
            AttentionPattern.class)) {
      for (Executable call : callable(type)) {
        Parameter[] parameters = call.getParameters();
        for (int i = 0; i < parameters.length; i++) {
          if (!parameters[i].getType().isPrimitive()) {
            calls++;
            String said = said(type, call, i);
            if (!said.contains(" is null, expected ")) {
              wrong.add(call + ", argument " + i + ": " + said);
            }
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(calls > 50, "calls: " + calls);
  }

  @Test
  void anElementThatIsNullIsRefusedByItsPlace() {
    for (org.junit.jupiter.api.function.Executable call :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> model.embed("a cat", null),
            () -> model.embed("a cat", " "),
            () -> model.embed("a cat", "the cat ".repeat(60)))) {
      Exception refusal =
          org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, call);
      assertTrue(
          refusal.getMessage().startsWith("1 of 2 texts cannot be used, counted from 0: 1 (of"),
          refusal.getMessage());
    }
  }

  private static List<Executable> callable(Class<?> type) {
    Set<String> ofRecords = Set.of("equals", "hashCode", "toString");
    List<Executable> found = new ArrayList<>();
    Stream.of(type.getConstructors()).forEach(found::add);
    Stream.of(type.getMethods())
        .filter(each -> each.getDeclaringClass().getPackage() == Magnet.class.getPackage())
        .filter(each -> !ofRecords.contains(each.getName()) && !each.isBridge())
        .forEach(found::add);
    return found;
  }

  /** What a call says whose one argument is null. */
  private static String said(Class<?> type, Executable call, int missing)
      throws ReflectiveOperationException {
    Object[] arguments = new Object[call.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == missing ? null : sample(call.getParameters()[i].getType());
    }
    try {
      Object made =
          call instanceof Constructor<?> constructor
              ? constructor.newInstance(arguments)
              : ((Method) call)
                  .invoke(Modifier.isStatic(call.getModifiers()) ? null : sample(type), arguments);
      return "accepted, and gave a " + made.getClass().getSimpleName();
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof IllegalArgumentException
          ? e.getCause().getMessage()
          : String.valueOf(e.getCause());
    }
  }

  private static Object sample(Class<?> type) {
    if (type.isPrimitive()) {
      return type == boolean.class
          ? (Object) false
          : type == long.class ? (Object) 1L : numbers(type);
    }
    Object found =
        SAMPLES.entrySet().stream()
            .filter(entry -> type.isAssignableFrom(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    assertNotNull(found, "a sample of " + type);
    return found;
  }

  private static Object numbers(Class<?> type) {
    return type == double.class ? (Object) 0.5 : (Object) 1;
  }
}
