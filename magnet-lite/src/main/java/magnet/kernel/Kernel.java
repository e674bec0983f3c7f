package magnet.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A loaded TorchScript module whose methods are called with NDArrays: what every typed kernel face
 * stands on.
 */
final class Kernel {

  private final String name;
  private final PtSymbolBlock module;
  private final NDManager onCpu;

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

  /** The arguments of one call, in the order of the method's parameters. */
  final class Call {

    private final String method;
    private final NDArray marker;
    private final NDList inputs = new NDList();
    private final List<String> names = new ArrayList<>();
    private final NDList scalars = new NDList();

    private Call(NDManager scope, String method) {
      TorchRuntime.useOnThisThread();
      this.method = method;
      // The first input's manager receives the results; the one that carries the method's name can
      // be of any scope.
      marker = scope.create(0f);
      marker.setName("module_method:" + method);
      inputs.add(marker);
      names.add(marker.getName());
    }

    /** Adds a tensor. */
    Call with(NDArray array) {
      array.setName(null);
      inputs.add(array);
      names.add(null);
      return this;
    }

    /**
     * Adds an integer: a 0-dimensional tensor on the CPU, where a kernel reads it without waiting
     * for a GPU.
     */
    Call with(int value) {
      return scalar(onCpu.create((long) value));
    }

    /** Adds a number, likewise. */
    Call with(double value) {
      return scalar(onCpu.create(value));
    }

    /** Adds a truth value, likewise. */
    Call with(boolean value) {
      return scalar(onCpu.create(value));
    }

    /** Adds integers: a 1-dimensional tensor on the CPU. */
    Call with(int[] values) {
      return scalar(onCpu.create(Arrays.stream(values).asLongStream().toArray()));
    }

    private Call scalar(NDArray value) {
      scalars.add(value);
      return with(value);
    }

    /** Adds a {@code List[Tensor]}, of one tensor at least: an empty list cannot be handed over. */
    Call with(String list, List<NDArray> arrays) {
      if (arrays.isEmpty()) {
        throw new IllegalArgumentException(
            "Kernel "
                + name
                + "."
                + method
                + ": list "
                + list
                + " is empty; hand over one empty tensor.");
      }
      for (NDArray array : arrays) {
        array.setName(list + "[]");
        inputs.add(array);
        names.add(array.getName());
      }
      return this;
    }

    /**
     * DJL takes a parameter's place from the array's own name, so one array cannot stand in two
     * places.
     */
    private void checkNames() {
      for (int i = 0; i < inputs.size(); i++) {
        if (!Objects.equals(inputs.get(i).getName(), names.get(i))) {
          throw new IllegalStateException(
              "Kernel "
                  + name
                  + "."
                  + method
                  + ": argument "
                  + i
                  + " stands in two places of the call; hand over a second array.");
        }
      }
    }

    /** Runs without gradients: what comes back can never be saved for a backward pass. */
    NDList infer() {
      return run(false);
    }

    /** Runs so that gradients flow to the arguments that want them. */
    NDList train() {
      return run(true);
    }

    private NDList run(boolean train) {
      checkNames();
      try {
        return NativeGate.pass(() -> IValueUtils.forward(module, inputs, train));
      } finally {
        marker.close();
        scalars.close();
      }
    }
  }
}
