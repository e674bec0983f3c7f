package magnet.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A loaded TorchScript module whose methods are called with NDArrays: the base of every typed
 * kernel class.
 *
 * <p>An argument is an NDArray, a list of them (of one at least: an empty list cannot be handed
 * over), or a number, truth value, {@code int[]} or {@code double[]}. These go as tensors on the
 * CPU, where a kernel reads them without waiting for a GPU.
 */
final class Kernel {

  /** PyTorch's numbers for element types, which TorchScript code names {@code self.float32}. */
  static final Map<String, Object> ELEMENT_TYPES =
      Map.of(
          "uint8", 0,
          "int8", 1,
          "int32", 3,
          "int64", 4,
          "float16", 5,
          "float32", 6,
          "float64", 7,
          "bool", 11,
          "bfloat16", 15);

  private final String name;
  private final PtSymbolBlock module;
  private final NDManager onCpu;

  /** Loads {@code NAME.torchscript}, which knows the numbers of element types and nothing else. */
  Kernel(NDManager manager, String name) {
    this(manager, name, TorchScriptArchive.of(ELEMENT_TYPES, name + ".torchscript"));
  }

  /** Loads an archive onto the device of {@code manager}, which owns the module. */
  Kernel(NDManager manager, String name, byte[] archive) {
    this.name = name;
    TorchRuntime.useOnThisThread();
    onCpu = manager.newSubManager(Device.cpu());
    try {
      module =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException("Kernel " + name + " cannot be loaded: " + e, e);
    }
  }

  /**
   * Runs a method without gradients: what comes back, owned by {@code scope}, can never be saved
   * for a backward pass.
   */
  NDList infer(NDManager scope, String method, Object... arguments) {
    TorchRuntime.useOnThisThread();
    List<IValue> values = new ArrayList<>();
    try (NDManager own = onCpu.newSubManager()) {
      for (Object argument : arguments) {
        values.add(
            argument instanceof List<?> list
                ? IValue.listFrom(filled(method, list).toArray(PtNDArray[]::new))
                : IValue.from((PtNDArray) tensor(own, argument)));
      }
      return NativeGate.pass(
          () -> {
            IValue[] all = values.toArray(IValue[]::new);
            try (IValue result = IValueUtils.runMethod(module, method, all)) {
              return result.toNDList((PtNDManager) scope);
            }
          });
    } finally {
      values.forEach(IValue::close);
    }
  }

  /** Runs a method so that gradients flow to the arguments that want them. */
  NDList train(NDManager scope, String method, Object... arguments) {
    TorchRuntime.useOnThisThread();
    try (NDManager own = onCpu.newSubManager()) {
      NDList inputs = new NDList();
      // The method's name is set on one more argument, made on the CPU, where nothing waits; the
      // first argument's manager receives the results.
      inputs.add(named(own, scope, own.create(false), "module_method:" + method));
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i] instanceof List<?> list) {
          for (Object array : filled(method, list)) {
            inputs.add(named(own, scope, (NDArray) array, "list" + i + "[]"));
          }
        } else {
          inputs.add(named(own, scope, tensor(own, arguments[i]), null));
        }
      }
      return NativeGate.pass(() -> IValueUtils.forward(module, inputs, true));
    }
  }

  private List<?> filled(String method, List<?> list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException(
          "Kernel %s.%s: a list is empty; hand over one empty tensor.".formatted(name, method));
    }
    return list;
  }

  private static NDArray tensor(NDManager own, Object argument) {
    if (argument instanceof NDArray array) {
      return array;
    }
    if (argument instanceof Integer number) {
      return own.create(number.longValue());
    }
    if (argument instanceof Double number) {
      return own.create(number.doubleValue());
    }
    if (argument instanceof Boolean flag) {
      return own.create(flag.booleanValue());
    }
    if (argument instanceof int[] numbers) {
      return own.create(Arrays.stream(numbers).asLongStream().toArray());
    }
    return own.create((double[]) argument);
  }

  /** DJL takes a parameter's place from the array's name, which must be seen by no other call. */
  private static NDArray named(NDManager own, NDManager scope, NDArray array, String name) {
    NDArray handle = new BorrowedArray((PtNDManager) own, (PtNDManager) scope, array);
    handle.setName(name);
    return handle;
  }
}
