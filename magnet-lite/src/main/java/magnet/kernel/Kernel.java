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
    this(manager, name, TorchScriptArchive.of(name + ".torchscript", ELEMENT_TYPES));
  }

  /** Loads an archive onto the device of {@code manager}, which owns the module. */
  Kernel(NDManager manager, String name, TorchScriptArchive archive) {
    this.name = name;
    TorchRuntime.useOnThisThread();
    onCpu = manager.newSubManager(Device.cpu());
    try {
      module =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive.bytes()), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException("Kernel " + name + " cannot be loaded: " + e, e);
    }
  }

  /** Starts a call of one method; its results will belong to {@code scope}. */
  Call method(NDManager scope, String method) {
    return new Call(scope, method);
  }

  /** What one parameter of a method takes: one array or, where it has a name, a list. */
  private record Argument(String list, List<NDArray> arrays) {

    IValue value() {
      return list == null
          ? IValue.from((PtNDArray) arrays.get(0))
          : IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }
  }

  /** The arguments of one call, in the order of the method's parameters. */
  final class Call {

    private final NDManager scope;
    private final String method;
    private final List<Argument> arguments = new ArrayList<>();
    private final NDManager own = onCpu.newSubManager();

    private Call(NDManager scope, String method) {
      TorchRuntime.useOnThisThread();
      this.scope = scope;
      this.method = method;
    }

    /** Adds a tensor. */
    Call with(NDArray array) {
      arguments.add(new Argument(null, List.of(array)));
      return this;
    }

    /**
     * Adds an integer: a 0-dimensional tensor on the CPU, where a kernel reads it without waiting
     * for a GPU.
     */
    Call with(int value) {
      return with(own.create((long) value));
    }

    /** Adds a number, likewise. */
    Call with(double value) {
      return with(own.create(value));
    }

    /** Adds a truth value, likewise. */
    Call with(boolean value) {
      return with(own.create(value));
    }

    /** Adds integers: a 1-dimensional tensor on the CPU. */
    Call with(int... values) {
      return with(own.create(Arrays.stream(values).asLongStream().toArray()));
    }

    /** Adds numbers, likewise. */
    Call with(double... values) {
      return with(own.create(values));
    }

    /** Adds a {@code List[Tensor]}, of one tensor at least: an empty list cannot be handed over. */
    Call with(String list, List<NDArray> arrays) {
      if (arrays.isEmpty()) {
        own.close();
        throw new IllegalArgumentException(
            "Kernel %s.%s: list %s is empty; hand over one empty tensor."
                .formatted(name, method, list));
      }
      arguments.add(new Argument(list + "[]", arrays));
      return this;
    }

    /** Runs without gradients: what comes back can never be saved for a backward pass. */
    NDList infer() {
      IValue[] values = new IValue[arguments.size()];
      try (own) {
        for (int i = 0; i < values.length; i++) {
          values[i] = arguments.get(i).value();
        }
        return NativeGate.pass(
            () -> {
              try (IValue result = IValueUtils.runMethod(module, method, values)) {
                return result.toNDList((PtNDManager) scope);
              }
            });
      } finally {
        for (IValue value : values) {
          if (value != null) {
            value.close();
          }
        }
      }
    }

    /** Runs so that gradients flow to the arguments that want them. */
    NDList train() {
      try (own) {
        NDList inputs = new NDList();
        // The method's name is set on one more argument, made on the CPU, where nothing waits;
        // the
        // first argument's manager receives the results.
        inputs.add(named(own.create(false), "module_method:" + method));
        for (Argument argument : arguments) {
          for (NDArray array : argument.arrays()) {
            inputs.add(named(array, argument.list()));
          }
        }
        return NativeGate.pass(() -> IValueUtils.forward(module, inputs, true));
      }
    }

    /** DJL takes a parameter's place from the array's name, which must be seen by no other call. */
    private NDArray named(NDArray array, String name) {
      NDArray handle = new BorrowedArray((PtNDManager) own, (PtNDManager) scope, array);
      handle.setName(name);
      return handle;
    }
  }
}
