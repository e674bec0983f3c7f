package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.model.checkpoint.LoraSlot;

/** The arrays of an adapter, in the order of the kernels. */
public final class LoraArrays {

  private LoraArrays() {}

  /** What learns. */
  public static List<NDArray> of(LoraFactors lora) {
    return lora.getParameters().values().stream().map(Parameter::getArray).toList();
  }

  /** The same by their places. */
  public static Map<LoraSlot, NDArray> bySlot(LoraFactors lora) {
    Map<LoraSlot, NDArray> arrays = new LinkedHashMap<>();
    Iterator<NDArray> all = of(lora).iterator();
    lora.values().keySet().forEach(slot -> arrays.put(slot, all.next()));
    return arrays;
  }
}
